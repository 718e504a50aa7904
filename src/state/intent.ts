import type { ExplainRule } from '../domain/explanation.ts';
import type { ExportRange } from '../domain/export.ts';
import type { ClassifierName } from '../domain/face.ts';
import type { WeightsOffer } from '../domain/kept-weights.ts';
import type { Settings } from '../domain/settings.ts';
import type { SourceKind } from '../domain/source.ts';
import type { EvaluationAsk, FolderSource } from './evaluation-state.ts';

/** What a person wants of the kiosk. The screen asks; the session acts. */
export type Intent =
  | { readonly type: 'retry-source' }
  | { readonly type: 'use-source'; readonly kind: Exclude<SourceKind, 'file'> }
  | { readonly type: 'use-file'; readonly file: File }
  | { readonly type: 'retry-engine' }
  | { readonly type: 'change-settings'; readonly change: Partial<Settings> }
  | { readonly type: 'enrol'; readonly address: string; readonly code: string }
  | { readonly type: 'leave-collector' }
  | { readonly type: 'upload-now' }
  | { readonly type: 'export'; readonly range: ExportRange }
  | { readonly type: 'read-receipt'; readonly file: File }
  | { readonly type: 'trust-clock' }
  | { readonly type: 'download-set-aside' }
  | { readonly type: 'delete-set-aside' }
  | { readonly type: 'open-lab' }
  | { readonly type: 'close-lab' }
  | { readonly type: 'explain'; readonly rule: ExplainRule }
  | { readonly type: 'explain-network'; readonly network: ClassifierName }
  | { readonly type: 'choose-pictures'; readonly from: FolderSource }
  | { readonly type: 'evaluate'; readonly ask: EvaluationAsk }
  | { readonly type: 'cancel-evaluation' }
  | { readonly type: 'save-report' }
  | { readonly type: 'use-weights'; readonly offer: WeightsOffer }
  | { readonly type: 'use-shipped-weights' }
  | { readonly type: 'open-comparison' }
  | { readonly type: 'apply-update' };

declare global {
  interface HTMLElementEventMap {
    /** A wish on its way from an element of the screen to the page. */
    'vestibule-intent': CustomEvent<Intent>;
  }
}

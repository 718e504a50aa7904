/** What the screen may know: one value, replaced as a whole, never changed in place. */
import { ZERO_TOTALS, type Bucket, type Totals } from '../domain/bucket.ts';
import type { EngineReport, FramePath, StageTime } from '../domain/engine.ts';
import type { ExportState } from '../domain/export.ts';
import type { Appearance } from '../domain/face.ts';
import type { FrameBox, Size } from '../domain/geometry.ts';
import type { OfflineStatus } from '../domain/offline-status.ts';
import type { SetAside } from '../domain/set-aside.ts';
import type { WeightsState } from '../domain/kept-weights.ts';
import { DEFAULT_SETTINGS, type Settings } from '../domain/settings.ts';
import type { UploadState } from '../domain/upload.ts';
import type { CameraChoice, SourceFault, SourceKind } from '../domain/source.ts';
import { NO_COMPARISON, type ComparisonState } from './comparison-state.ts';
import { NO_EVALUATION, type EvaluationState } from './evaluation-state.ts';
import { CLOSED_LAB, type LabState } from './lab-state.ts';

/** The source of frames. `picture` is what it shows; whoever displays it must not change it. */
export type SourceState =
  | { readonly status: 'opening'; readonly kind: SourceKind }
  | {
      readonly status: 'running';
      readonly kind: SourceKind;
      readonly label: string;
      readonly picture: HTMLVideoElement | HTMLCanvasElement;
    }
  | {
      readonly status: 'fault';
      readonly kind: SourceKind;
      readonly fault: SourceFault;
      /** Milliseconds since 1970 UTC of the next try by itself; undefined when only a person can help. */
      readonly retryAtMs: number | undefined;
    };

/** How frames are asked for: each that the engine can take, or fewer because it runs hot, or because nobody sees the page. */
export type Pace = 'full' | 'hot' | 'hidden';

/** Medians over the last few seconds. */
export interface Performance {
  /** Frames analysed a second. */
  readonly frameRate: number;
  /** Milliseconds a frame takes: to be encoded and submitted, from then until its results are back, and both. */
  readonly encodeMs: number;
  readonly gpuMs: number;
  readonly totalMs: number;
  /** Percentiles of the time from a frame's hand-over to its answer, waiting behind another frame included; milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p95: number };
  readonly pace: Pace;
  readonly dispatches: number;
  readonly framePath: FramePath;
  /** Means over the frames that were timed on the GPU: `none-yet`, or `cannot` where the adapter offers no clock. */
  readonly stages: readonly StageTime[] | 'none-yet' | 'cannot';
}

/** The engine: being compiled, running, or why not. */
export type EngineState =
  | { readonly status: 'starting' }
  | {
      readonly status: 'running';
      readonly report: EngineReport;
      readonly performance: Performance | undefined;
    }
  | { readonly status: 'fault'; readonly message: string; readonly retryAtMs: number | undefined };

/** One person in view, as far as this frame knows. */
export interface LivePerson {
  /** Number of the track; tells the people of one moment apart, and is never kept. */
  readonly id: number;
  readonly box: FrameBox;
  /** What the evidence says so far. */
  readonly leaning: Appearance;
  /** Whether the person will be counted. */
  readonly confirmed: boolean;
}

/** The newest analysed frame. */
export interface LiveView {
  readonly frameSize: Size;
  readonly people: readonly LivePerson[];
  /** Confirmed people in view. */
  readonly presentNow: number;
}

/** Totals of one local calendar day at the entrance of the current source. */
export interface Today {
  /** Milliseconds since 1970 UTC. */
  readonly startMs: number;
  readonly endMs: number;
  readonly totals: Totals;
  /** The day's slots, oldest first; a slot that was never measured is absent. */
  readonly buckets: readonly Bucket[];
}

/** Where the totals lie. */
export interface StoreState {
  /** `viewer`: another tab of this device counts, and this one looks on. */
  readonly role: 'opening' | 'writer' | 'viewer';
  /** Whether the browser has promised not to clear the data; undefined when it does not say. */
  readonly persisted: boolean | undefined;
  readonly usageBytes: number | undefined;
  readonly quotaBytes: number | undefined;
  /** Expected trouble that keeps totals from the disk, in one sentence for a person. */
  readonly fault: string | undefined;
  /** What a person asked of the store last and did not get, in one sentence: settings, weights or what was set aside. */
  readonly refusal: string | undefined;
  /** Whether no database opens, so that everything is lost when the page is closed. */
  readonly inMemory: boolean;
  /** What could not be read, and lies aside; undefined when nothing does. */
  readonly setAside: SetAside | undefined;
}

/** Whether more than four fifths of the room that the browser grants is used. */
export function isAlmostFull({ usageBytes, quotaBytes }: StoreState): boolean {
  return usageBytes !== undefined && quotaBytes !== undefined && usageBytes > 0.8 * quotaBytes;
}

/** The device's clock, and what it did to the counts. */
export interface ClockState {
  /** Whether it shows a time that cannot be. */
  readonly isWrong: boolean;
  /** People who were counted at a time that nobody knows; they are in no day's totals. */
  readonly undated: number;
}

/** Everything. */
export interface Snapshot {
  readonly version: string;
  readonly source: SourceState;
  readonly cameras: readonly CameraChoice[];
  readonly engine: EngineState;
  readonly live: LiveView | undefined;
  /** Undefined until the store was read. */
  readonly today: Today | undefined;
  readonly store: StoreState;
  readonly clock: ClockState;
  readonly offline: OfflineStatus;
  /** Whether the browser believes in a network; the kiosk needs none. */
  readonly online: boolean;
  /** Whether the screen is kept awake; undefined where the browser cannot. */
  readonly awake: boolean | undefined;
  readonly settings: Settings;
  /** Undefined where another window counts and uploads. */
  readonly upload: UploadState | undefined;
  /** Undefined where another window counts. */
  readonly export: ExportState | undefined;
  readonly lab: LabState;
  readonly evaluation: EvaluationState;
  /** Undefined where the shipped weights count, and nothing else was asked for. */
  readonly weights: WeightsState | undefined;
  readonly comparison: ComparisonState;
}

/** The snapshot before anything is known. */
export function initialSnapshot(version: string, kind: SourceKind): Snapshot {
  return {
    version,
    source: { status: 'opening', kind },
    cameras: [],
    engine: { status: 'starting' },
    live: undefined,
    today: undefined,
    store: {
      role: 'opening',
      persisted: undefined,
      usageBytes: undefined,
      quotaBytes: undefined,
      fault: undefined,
      inMemory: false,
      refusal: undefined,
      setAside: undefined,
    },
    clock: { isWrong: false, undated: 0 },
    offline: 'installing',
    online: true,
    awake: undefined,
    settings: DEFAULT_SETTINGS,
    upload: undefined,
    export: undefined,
    lab: CLOSED_LAB,
    evaluation: NO_EVALUATION,
    weights: undefined,
    comparison: NO_COMPARISON,
  };
}

/** Today's totals, zero while they are not known. */
export function totalsToday({ today }: Snapshot): Totals {
  return today?.totals ?? ZERO_TOTALS;
}

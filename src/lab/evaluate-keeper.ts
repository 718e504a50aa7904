/**
 * Evaluation in the Lab: how often models are right on a person's own pictures. It runs beside the kiosk that counts, with engines of its
 * own, and ends when the Lab is closed. Pictures, labels and figures live in memory only, unless the person saves the report.
 */
import { bad, type Outcome } from '../domain/outcome.ts';
import type { Evaluations } from '../evaluation/report/report.ts';
import {
  NO_EVALUATION,
  type EvaluationAsk,
  type EvaluationProgress,
  type EvaluationState,
  type FolderSource,
} from '../state/evaluation-state.ts';
import type { Intent } from '../state/intent.ts';
import type { State } from '../state/state.ts';
import type { Evaluated } from './evaluate/evaluation-run.ts';
import { folderOfEntries, folderOfFiles, type Folder } from './evaluate/folder.ts';
import type { Presented } from './evaluate/present.ts';
import { ProgressClock } from './evaluate/progress-clock.ts';

/** Name of a report's file, with the local date of when it was made: milliseconds since 1970 UTC. */
export function reportName(madeAtMs: number): string {
  const made = new Date(madeAtMs);
  const [month, day] = [made.getMonth() + 1, made.getDate()].map((part) => String(part).padStart(2, '0'));
  return `vestibule-evaluation-${made.getFullYear()}-${month}-${day}.html`;
}

/** Evaluates for whoever has opened that part of the Lab. */
export class EvaluateKeeper {
  readonly #state: State;
  readonly #save: (file: Blob, name: string) => void;
  #folder: Folder | undefined;
  #work: AbortController | undefined;
  #evaluations: Evaluations | undefined;
  #shown: Presented | undefined;

  /** @param save hands a file to the browser */
  constructor(state: State, save: (file: Blob, name: string) => void) {
    this.#state = state;
    this.#save = save;
  }

  /** Does what the person asked for; other intents are left alone. */
  act(intent: Intent): void {
    if (intent.type === 'choose-pictures') this.#begin((signal) => this.#choose(intent.from, signal));
    if (intent.type === 'evaluate') this.#begin((signal) => this.#evaluate(intent.ask, signal));
    if (intent.type === 'cancel-evaluation') this.#cancel();
    if (intent.type === 'save-report') void this.#saveReport();
    if (intent.type === 'close-lab') this.dispose();
  }

  dispose(): void {
    this.#cancel();
    this.#forget();
    this.#folder = undefined;
    this.#state.write({ evaluation: NO_EVALUATION });
  }

  #write(change: Partial<EvaluationState>): void {
    this.#state.write({ evaluation: { ...this.#state.snapshot().evaluation, ...change } });
  }

  #cancel(): void {
    this.#work?.abort();
    this.#work = undefined;
    if (this.#state.snapshot().evaluation.folder?.status === 'reading') this.#write({ folder: undefined });
    this.#write({ status: this.#shown === undefined ? 'idle' : 'done', progress: undefined });
  }

  /** Lets go of the last result and its pictures. */
  #forget(): void {
    this.#shown?.dispose();
    this.#shown = undefined;
    this.#evaluations = undefined;
    this.#write({ result: undefined, message: undefined });
  }

  /** Begins work in place of whatever runs. */
  #begin(work: (signal: AbortSignal) => Promise<void>): void {
    this.#cancel();
    this.#forget();
    const { signal } = (this.#work = new AbortController());
    work(signal).catch((error: unknown) => {
      // A bug of the Lab must be seen and found, and must not end the count.
      reportError(error);
      if (!signal.aborted) this.#fail(String(error));
    });
  }

  #fail(message: string): void {
    this.#write({ status: 'fault', progress: undefined, message });
  }

  async #choose(from: FolderSource, signal: AbortSignal): Promise<void> {
    this.#folder = undefined;
    this.#write({ status: 'idle', folder: { status: 'reading', files: 0 } });
    const onProgress = (files: number): void => this.#write({ folder: { status: 'reading', files } });
    const read = (): Promise<Folder | undefined> =>
      'files' in from
        ? Promise.resolve(folderOfFiles(from.files))
        : folderOfEntries(from.entries, { onProgress, signal });
    // Expected trouble: a folder that the device does not let us read, or that goes away meanwhile.
    const folder = await read().catch((error: unknown) => `This folder cannot be read: ${String(error)}`);
    if (signal.aborted || folder === undefined) return;
    if (typeof folder === 'string') {
      this.#write({ folder: undefined });
      return this.#fail(folder);
    }
    this.#folder = folder;
    this.#write({ folder: { status: 'chosen', name: folder.name, files: folder.files.size } });
  }

  async #evaluate(ask: EvaluationAsk, signal: AbortSignal): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined) return this.#fail('Choose a folder of pictures first.');
    const clock = new ProgressClock();
    const onProgress = (step: EvaluationProgress['step'], done: number, total: number): void => {
      const progress = clock.take(step, done, total);
      if (progress !== undefined && !signal.aborted) this.#write({ progress });
    };
    this.#write({ status: 'running', progress: clock.take('rows', 0, 0) });
    const evaluated = await this.#run(ask, folder, { onProgress, signal });
    if (signal.aborted) return;
    if (!evaluated.ok) return this.#fail(evaluated.message);
    const { present } = await import('./evaluate/present.ts');
    const shown = await present(evaluated.value, folder);
    if (signal.aborted) return shown.dispose();
    this.#shown = shown;
    this.#evaluations = evaluated.value.evaluations;
    this.#write({ status: 'done', progress: undefined, result: shown.result });
  }

  async #run(
    ask: EvaluationAsk,
    folder: Folder,
    control: {
      onProgress: (step: EvaluationProgress['step'], done: number, total: number) => void;
      signal: AbortSignal;
    },
  ): Promise<Outcome<Evaluated>> {
    // Readers, figures and charts are nothing that a kiosk should start with.
    const loaded = await import('./evaluate/evaluation-run.ts').catch(() => undefined);
    // Expected trouble: a chunk that neither the network nor the cache has.
    if (loaded === undefined) return bad('This part of the app could not be loaded. Try again.');
    const { engine } = this.#state.snapshot();
    const tier = engine.status === 'running' ? engine.report.tier : 'wgsl';
    return loaded.runEvaluation({ ...ask, folder, tier }, control);
  }

  async #saveReport(): Promise<void> {
    const [evaluations, folder] = [this.#evaluations, this.#folder];
    if (evaluations === undefined || folder === undefined) return;
    const { renderReport } = await import('../evaluation/report/report.ts');
    const madeAtMs = Date.now();
    const page = renderReport(evaluations, { dataSet: folder.name, madeAtMs });
    this.#save(new Blob([page], { type: 'text/html' }), reportName(madeAtMs));
  }
}

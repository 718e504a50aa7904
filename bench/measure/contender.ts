/** What is measured against what. */

/** One implementation of what a subject asks for. */
export interface Contender<Answer> {
  /** As in reports: `ours`, or a library and where it computes. */
  readonly name: string;
  /** Whether it computes through this realm's WebGPU, where its calls can be counted. */
  readonly webgpu: boolean;
  /** Loads and compiles. Throws when it cannot run here. */
  readonly prepare: () => Promise<PreparedContender<Answer>>;
  /** How long `prepare` may take, milliseconds; as long as a run when it is not said. */
  readonly prepareLimitMs?: number;
  /** How far a number of its answer may be off, where it may be further than the subject allows. */
  readonly tolerance?: number;
}

/** A contender that is ready. */
export interface PreparedContender<Answer> {
  /** Makes the next run's input ready, outside its time; for inputs that a run consumes. */
  readonly refill?: () => Promise<void>;
  /** From the input in this process's memory to the answer in this process's memory. */
  readonly run: () => Promise<Answer>;
  readonly dispose: () => void;
}

/** The same task for several contenders. */
export interface Subject<Answer> {
  readonly what: string;
  readonly faces: number;
  readonly contenders: readonly Contender<Answer>[];
  /** Says what is wrong with an answer, or what else is to be told of it; `tolerance` is the contender's. */
  readonly check: (answer: Answer, tolerance?: number) => AnswerCheck;
}

/** A judgement of one answer: with a `problem` the contender is not timed. */
export interface AnswerCheck {
  readonly problem?: string;
  readonly note?: string;
}

/** Repository files by their path from the root. */
export type ReadFile = (path: string) => Promise<Uint8Array<ArrayBuffer>>;

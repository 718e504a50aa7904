/** What the benchmark measures, as it leaves the program with `--json`. */

/** A subject: `mini-xception`, `blaze-face-short`, `blaze-face-full`, `explanation-…` or `frame`, and how many faces at once. */
export interface SubjectName {
  readonly what: string;
  readonly faces: number;
}

/** Calls of one run, where they can be counted: through WebGPU in the same realm. */
export interface GpuCalls {
  readonly dispatches: number;
  readonly submits: number;
  /** Buffers that were mapped to be read. */
  readonly readbacks: number;
  readonly bytesToGpu: number;
  readonly bytesFromGpu: number;
}

/** One contender on one subject. */
export interface ContenderResult extends SubjectName {
  readonly contender: string;
  /** Of one run; null when the contender did not run or answered wrongly. */
  readonly medianMs: number | null;
  /** Interquartile range. */
  readonly spreadMs: number | null;
  readonly rounds: number;
  readonly dispatches: number | null;
  readonly submits: number | null;
  readonly readbacks: number | null;
  readonly bytesToGpu: number | null;
  readonly bytesFromGpu: number | null;
  /** Time as a multiple of what this adapter needs at the least for the work and our dispatches; null off WebGPU. */
  readonly overFloor: number | null;
  /** Why there is no time. */
  readonly why?: string;
  /** What its answer was, where contenders may differ. */
  readonly note?: string;
}

/** One of our dispatches, timed by itself; or a stage of a frame, timed within it, which has no count of its work. */
export interface KernelResult extends SubjectName {
  readonly step: string;
  readonly gpuMs: number;
  readonly multiplyAdds: number | null;
  readonly bytes: number | null;
  readonly overFloor: number | null;
}

/** The least that an adapter was seen to need. */
export interface Floor {
  readonly multiplyAddsPerSec: number;
  readonly bytesPerSec: number;
  /** One empty dispatch more in a pass. */
  readonly dispatchMs: number;
  /** A submit of one empty dispatch, until four bytes of it are read. */
  readonly submitMs: number;
}

/** What comes of one subject. */
export interface SubjectResult {
  readonly results: readonly ContenderResult[];
  readonly kernels: readonly KernelResult[];
}

/** What was measured on one adapter, a part for each subject. */
export interface Measured {
  readonly adapter: string;
  readonly floor: Floor;
  readonly parts: readonly SubjectResult[];
}

/** All of a benchmark. */
export interface BenchReport extends SubjectResult {
  readonly adapter: string;
  /** ISO date, UTC. */
  readonly date: string;
  readonly floor: Floor;
  /** `<what>@<faces>:<contender>`: the contender's median divided by ours. */
  readonly ratios: Readonly<Record<string, number>>;
}

import type { FramePath, Stage, StageTime } from '../domain/engine.ts';
import type { Pace, Performance } from '../state/snapshot.ts';
import type { StepTime } from '../vision/protocol.ts';
import { median, percentile } from '../domain/percentile.ts';

/** What is measured of one frame; milliseconds. */
export interface FrameMeasurement {
  readonly encodeMs: number;
  readonly totalMs: number;
  /** From the frame's hand-over to the engine until its answer was there, on the page's clock. */
  readonly latencyMs: number;
  readonly pace: Pace;
  readonly dispatches: number;
  readonly framePath: FramePath;
  /** Times of the frame's steps on the GPU when they were asked for; null when the adapter cannot time them. */
  readonly profile?: readonly StepTime[] | null;
}

type Profile = FrameMeasurement['profile'];

const WINDOW_MS = 10_000;
/** Timed frames kept: browsers round each step's time, so only a mean of several says much. */
const PROFILES = 12;

/** Time of each stage of some frames' steps. */
function sumStages(steps: readonly StageTime[]): readonly StageTime[] {
  const sums = new Map<Stage, number>();
  for (const { stage, gpuMs } of steps) sums.set(stage, (sums.get(stage) ?? 0) + gpuMs);
  return [...sums].map(([stage, gpuMs]) => ({ stage, gpuMs }));
}

/** Takes each frame's profile, if it has one, and says what is known of the stages. */
function createStageMeans(): (profile: Profile) => Performance['stages'] {
  let profiles: (readonly StageTime[])[] = [];
  let stages: Performance['stages'] = 'none-yet';
  return (profile) => {
    if (profile === null) stages = 'cannot';
    if (!profile) return stages;
    profiles = [...profiles, sumStages(profile)].slice(-PROFILES);
    stages = sumStages(profiles.flat()).map(({ stage, gpuMs }) => ({
      stage,
      gpuMs: gpuMs / profiles.length,
    }));
    return stages;
  };
}

/** Takes each frame's measurement and gives the medians of the last 10 s; undefined until there are two frames. */
export function createPerformanceWindow(): (
  frame: FrameMeasurement,
  timeMs: number,
) => Performance | undefined {
  let frames: (FrameMeasurement & { readonly timeMs: number })[] = [];
  const stagesWith = createStageMeans();
  return (frame, timeMs) => {
    const stages = stagesWith(frame.profile);
    frames = [...frames.filter((earlier) => timeMs - earlier.timeMs <= WINDOW_MS), { ...frame, timeMs }];
    const latencies = frames.map(({ latencyMs }) => latencyMs);
    const [first] = frames;
    if (first === undefined || first.timeMs === timeMs) return undefined;
    return {
      frameRate: ((frames.length - 1) * 1000) / (timeMs - first.timeMs),
      encodeMs: median(frames.map(({ encodeMs }) => encodeMs)),
      gpuMs: median(frames.map(({ encodeMs, totalMs }) => totalMs - encodeMs)),
      totalMs: median(frames.map(({ totalMs }) => totalMs)),
      latencyMs: { p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95) },
      pace: frame.pace,
      dispatches: frame.dispatches,
      framePath: frame.framePath,
      stages,
    };
  };
}

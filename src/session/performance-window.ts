import type { FramePath } from '../domain/engine.ts';
import type { Performance } from '../state/snapshot.ts';

/** What is measured of one frame; milliseconds. */
export interface FrameMeasurement {
  readonly encodeMs: number;
  readonly totalMs: number;
  readonly dispatches: number;
  readonly framePath: FramePath;
}

const WINDOW_MS = 10_000;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle - 1)] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** Takes each frame's measurement and gives the medians of the last 10 s; undefined until there are two frames. */
export function createPerformanceWindow(): (
  frame: FrameMeasurement,
  timeMs: number,
) => Performance | undefined {
  let frames: (FrameMeasurement & { readonly timeMs: number })[] = [];
  return (frame, timeMs) => {
    frames = [...frames.filter((earlier) => timeMs - earlier.timeMs <= WINDOW_MS), { ...frame, timeMs }];
    const [first] = frames;
    if (first === undefined || first.timeMs === timeMs) return undefined;
    return {
      frameRate: ((frames.length - 1) * 1000) / (timeMs - first.timeMs),
      encodeMs: median(frames.map(({ encodeMs }) => encodeMs)),
      gpuMs: median(frames.map(({ encodeMs, totalMs }) => totalMs - encodeMs)),
      totalMs: median(frames.map(({ totalMs }) => totalMs)),
      dispatches: frame.dispatches,
      framePath: frame.framePath,
    };
  };
}

/** Tuning: for each kernel and shape, which of the ways to run it is the fastest on this device. */
import type { Halve } from './halves.ts';
import type { HalfFormat } from './kernels/kernel.ts';
import type { PlanStep } from './plan.ts';

/** A way to run a step. */
export interface Way {
  /** Index of the alternative; -1: laid out as it is. */
  readonly layout: number;
  readonly weights: 'f32' | HalfFormat;
}

/** As a step is without tuning. */
export const USUAL_WAY: Way = { layout: -1, weights: 'f32' };

/** Which way each step goes, by `tuningKey`; what is not named, or has no such way, goes the usual one. */
export type Tuning = Readonly<Record<string, Way>>;

/** A step's kernel and shape; steps of the same key are tuned once. */
export function tuningKey({ kernel, overrides, facts, dispatch }: PlanStep): string {
  const numbers = [...Object.values(overrides), ...Object.values(facts)];
  return `${kernel.name} ${numbers.join(' ')} ${dispatch.join('x')}`;
}

function inHalves(step: PlanStep, format: HalfFormat, halve: Halve): PlanStep {
  const kernel = step.kernel.inHalves?.[format];
  if (kernel === undefined) return step;
  const resources = step.resources.map((resource, binding) =>
    kernel.bindings[binding] === 'weights' && 'buffer' in resource
      ? { buffer: halve(resource.buffer) }
      : resource,
  );
  return { ...step, kernel, resources };
}

/** The step on its way. */
export function goWay(step: PlanStep, { layout, weights }: Way, halve: Halve): PlanStep {
  const laidOut = { ...step, ...step.alternatives[layout] };
  return weights === 'f32' ? laidOut : inHalves(laidOut, weights, halve);
}

/** The steps as they were tuned. */
export function applyTuning(steps: readonly PlanStep[], tuning: Tuning, halve: Halve): PlanStep[] {
  return steps.map((step) => goWay(step, tuning[tuningKey(step)] ?? USUAL_WAY, halve));
}

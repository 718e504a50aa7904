import { DEFAULT_RULE, type ExplainRule } from '../domain/explanation.ts';
import type { Appearance } from '../domain/face.ts';

/** What the Lab shows of the newest frame with a face. Whoever displays a picture must not change it. */
export interface LabView {
  /** The face as the classifier's crop has it. */
  readonly face: HTMLCanvasElement;
  /** Gradient with respect to each pixel of the crop. */
  readonly gradient: HTMLCanvasElement;
  /** Grad-CAM of the last features, over the face. */
  readonly classMap: HTMLCanvasElement;
  /** Calibrated log-odds of man against woman, natural logarithm. */
  readonly logOdds: number;
  readonly appearance: Appearance;
  /** Of faces in the frame. */
  readonly faces: number;
}

/** How long a frame takes in the Lab, in which its classifier explains one face. */
export interface LabTimes {
  /** Frames a second. */
  readonly frameRate: number;
  /** Milliseconds from a frame's arrival to its explanation. */
  readonly totalMs: number;
  /** GPU time of the classifier, for all faces of a frame, and of the explanation; undefined where the adapter cannot time its work. */
  readonly classifierMs: number | undefined;
  readonly explanationMs: number | undefined;
}

/** The Lab: an engine of its own, while somebody looks. */
export interface LabState {
  readonly status: 'closed' | 'starting' | 'running' | 'fault';
  readonly rule: ExplainRule;
  /** Expected trouble, in words for a person; with the status `fault`. */
  readonly message: string | undefined;
  /** What computes, in words, once it runs. */
  readonly adapter: string | undefined;
  readonly model: string | undefined;
  /** `no-source`: nothing gives frames here; `no-face`: nobody is in view. */
  readonly view: LabView | 'no-source' | 'no-face' | undefined;
  readonly times: LabTimes | undefined;
}

/** The Lab when nobody has opened it. */
export const CLOSED_LAB: LabState = {
  status: 'closed',
  rule: DEFAULT_RULE,
  message: undefined,
  adapter: undefined,
  model: undefined,
  view: undefined,
  times: undefined,
};

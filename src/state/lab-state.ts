import { DEFAULT_RULE, type ExplainRule } from '../domain/explanation.ts';
import { CLASSIFIERS, type Appearance, type ClassifierName } from '../domain/face.ts';

/** What the Lab shows of the newest frame with a face. Whoever displays a picture must not change it. */
export interface LabView {
  /** The face as the classifier's crop has it. */
  readonly face: HTMLCanvasElement;
  /** Gradient with respect to each pixel of the crop. */
  readonly gradient: HTMLCanvasElement;
  /** Grad-CAM of the last features, over the face; `mapSide` places from side to side. */
  readonly classMap: HTMLCanvasElement;
  readonly mapSide: number;
  /** Calibrated log-odds of man against woman, natural logarithm. */
  readonly logOdds: number;
  readonly appearance: Appearance;
  /** Of faces in the frame. */
  readonly faces: number;
}

/** What a network that ships is, measured when the app was made. */
export interface NetworkFacts {
  /** Name and version, as `mini-xception@1.0.0`. */
  readonly model: string;
  readonly parameters: number;
  /** Of its file of weights. */
  readonly bytes: number;
  /** For one face. */
  readonly multiplyAdds: number;
  /** Of the adults of its test set: how many, the share that it got right, and the 95 % interval of that share. */
  readonly adults: {
    readonly people: number;
    readonly right: number;
    readonly interval: readonly [low: number, high: number];
  };
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
  /** Of the frame whose GPU time this is. */
  readonly faces: number;
}

/** The Lab: an engine of its own, while somebody looks. */
export interface LabState {
  readonly status: 'closed' | 'starting' | 'running' | 'fault';
  readonly rule: ExplainRule;
  /** The network that is explained. */
  readonly network: ClassifierName;
  /** What is known of both networks; undefined until it was read, or when it cannot be. */
  readonly facts: Readonly<Record<ClassifierName, NetworkFacts>> | undefined;
  /** Expected trouble, in words for a person; with the status `fault`. */
  readonly message: string | undefined;
  /** What computes, in words, once it runs. */
  readonly adapter: string | undefined;
  readonly model: string | undefined;
  /** `no-source`: nothing gives frames here; `no-face`: nobody is in view. */
  readonly view: LabView | 'no-source' | 'no-face' | undefined;
  /** The newest times of each network since the Lab was opened. */
  readonly times: Readonly<Partial<Record<ClassifierName, LabTimes>>>;
}

/** The Lab when nobody has opened it. */
export const CLOSED_LAB: LabState = {
  status: 'closed',
  rule: DEFAULT_RULE,
  network: CLASSIFIERS[0],
  facts: undefined,
  message: undefined,
  adapter: undefined,
  model: undefined,
  view: undefined,
  times: {},
};

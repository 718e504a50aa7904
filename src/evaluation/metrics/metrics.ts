/** What an evaluation finds out: a model's answers beside the labels, in figures. */
import type { Calibration } from '../../domain/face.ts';
import type { LabelledPicture } from '../metadata/labelled-picture.ts';
import {
  accuracyByAge,
  accuracyByGroup,
  accuracyOf,
  aged,
  balancedAccuracy,
  type Accuracy,
} from './accuracy.ts';
import { calibrationOf, type CalibrationCurve } from './calibration.ts';
import { confusionOf, type Confusion } from './confusion.ts';
import { confidenceOf, judge, type Judged, type Logits } from './judge.ts';
import { rocOf, type Roc } from './roc.ts';
import { rounded } from './share.ts';
import { bestTemperature } from './temperature.ts';
import { decidedByKiosk, tradeOffOf, type Decided, type TradeOffPoint } from './trade-off.ts';

/** Everything about one population. */
export interface Findings extends Accuracy {
  /** Mean of `woman` and `man`. */
  readonly balanced: number | null;
  readonly confusion: Confusion;
  readonly decided: Decided;
  readonly roc: Roc;
  readonly calibration: CalibrationCurve;
  readonly tradeOff: readonly TradeOffPoint[];
}

/** A wrong guess. */
export interface Mistake {
  readonly file: string;
  readonly label: 'woman' | 'man';
  /** Probability of the guess, which is the other label, 0.5 to 1. */
  readonly confidence: number;
}

export interface Metrics extends Findings {
  /** Pictures without a face; they are in no other number. */
  readonly noFace: number;
  /** Age 18 and over. */
  readonly adults: Findings;
  readonly ageFivePlus: Accuracy;
  readonly byAge: Readonly<Record<string, Accuracy>>;
  /** Of adults; of all where no age is known. */
  readonly byGroup: Readonly<Record<string, Accuracy>>;
  /** The temperature at which this model would fit these labels best; null without anybody. */
  readonly bestTemperature: number | null;
  /** The most confident ones first. */
  readonly mistakes: readonly Mistake[];
}

const ADULT_AGE = 18;
const TOO_YOUNG_TO_TRAIN_WITH = 5;
const MISTAKES = 20;

function findingsOf(judged: readonly Judged[]): Findings {
  return {
    ...accuracyOf(judged),
    balanced: balancedAccuracy(judged),
    confusion: confusionOf(judged),
    decided: decidedByKiosk(judged),
    roc: rocOf(judged),
    calibration: calibrationOf(judged),
    tradeOff: tradeOffOf(judged),
  };
}

function mistakesOf(judged: readonly Judged[]): Mistake[] {
  const wrong = judged.filter(({ right }) => !right);
  const worst = wrong.toSorted((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds)).slice(0, MISTAKES);
  return worst.map((one) => ({ file: one.file, label: one.label, confidence: rounded(confidenceOf(one)) }));
}

/** Measures answers against labels; `logits[i]` belongs to `pictures[i]`. */
export function measure(
  pictures: readonly LabelledPicture[],
  logits: readonly Logits[],
  calibration: Calibration,
): Metrics {
  const judged = judge(pictures, logits, calibration);
  const adults = aged(judged, ADULT_AGE);
  const agesKnown = judged.some(({ age }) => age !== undefined);
  return {
    ...findingsOf(judged),
    noFace: pictures.length - judged.length,
    adults: findingsOf(adults),
    ageFivePlus: accuracyOf(aged(judged, TOO_YOUNG_TO_TRAIN_WITH)),
    byAge: accuracyByAge(judged),
    byGroup: accuracyByGroup(agesKnown ? adults : judged),
    bestTemperature: bestTemperature(judged, calibration.temperature),
    mistakes: mistakesOf(judged),
  };
}

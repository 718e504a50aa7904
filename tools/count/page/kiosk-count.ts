/** The kiosk's own tracker and counting rule over a recording. */
import { countEnded, type CountedPerson } from '../../../src/counting/count.ts';
import type { Appearance, Calibration, Face } from '../../../src/domain/face.ts';
import type { Size } from '../../../src/domain/geometry.ts';
import { createTracker } from '../../../src/tracking/tracker.ts';

/** Totals of a recording. */
export interface RecordingTotals {
  readonly entries: number;
  readonly woman: number;
  readonly man: number;
  readonly undetermined: number;
}

/** Counts one recording. */
export interface KioskCount {
  readonly addFrame: (faces: readonly Face[], frameSize: Size, timestampMs: number) => void;
  readonly finish: (endMs: number) => RecordingTotals;
}

/** Creates a count of nobody. */
export function createKioskCount(calibration: Calibration): KioskCount {
  const tracker = createTracker(calibration);
  const people: CountedPerson[] = [];
  return {
    addFrame(faces, _frameSize, timestampMs) {
      people.push(...countEnded(tracker.update(faces, timestampMs).ended, calibration));
    },
    finish() {
      people.push(...countEnded(tracker.finish(), calibration));
      const count = (wanted: Appearance): number =>
        people.filter(({ appearance }) => appearance === wanted).length;
      return {
        entries: people.length,
        woman: count('woman'),
        man: count('man'),
        undetermined: count('undetermined'),
      };
    },
  };
}

import { DETECTOR_RANGES, type DetectorRange } from '../src/domain/face.ts';
import { bad, good, type Outcome } from './command-line.ts';

/** Reads the value of `--range`. */
export function readRange(value: string): Outcome<DetectorRange> {
  const range = DETECTOR_RANGES.find((known) => known === value);
  return range === undefined
    ? bad(`--range is one of ${DETECTOR_RANGES.join(', ')}, not "${value}"`)
    : good(range);
}

/** Models that saw the same pictures, a column for each. */
import type { Evaluation } from './evaluation.ts';
import type { Table } from './table.ts';
import { formatCount, formatInterval, formatShare } from './words.ts';

type Measure = readonly [name: string, of: (evaluation: Evaluation) => string];

const OF_ALL: readonly Measure[] = [
  ['faces', ({ n }) => formatCount(n)],
  ['right', ({ accuracy }) => formatShare(accuracy)],
  ['95 % interval', ({ interval }) => formatInterval(interval)],
  ['women right', ({ woman }) => formatShare(woman)],
  ['men right', ({ man }) => formatShare(man)],
  ['balanced', ({ balanced }) => formatShare(balanced)],
];

const OF_ADULTS: readonly Measure[] = [
  ['adults', ({ adults }) => formatCount(adults.n)],
  ['adults right', ({ adults }) => formatShare(adults.accuracy)],
  ['adults, 95 % interval', ({ adults }) => formatInterval(adults.interval)],
];

const OF_THE_MODEL: readonly Measure[] = [
  ['area under the ROC curve', ({ roc }) => roc.auc?.toFixed(4) ?? '–'],
  ['calibration error', ({ calibration }) => formatPercent(calibration.expectedError)],
  ['decided', ({ decided }) => formatShare(decided.share)],
  ['right of those', ({ decided }) => formatShare(decided.accuracy)],
  ['milliseconds a face', ({ medianFaceMs }) => medianFaceMs.toFixed(2)],
  ['computed on', ({ tier }) => tier],
  ['parameters', ({ parameters }) => formatCount(parameters)],
  ['bytes', ({ bytes }) => formatCount(bytes)],
];

function formatPercent(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(2)} %`;
}

/** A row for each figure that somebody has. */
export function sideBySide(evaluations: readonly Evaluation[]): Pick<Table, 'columns' | 'rows'> {
  const withAges = evaluations.some(({ adults }) => adults.n > 0);
  const measures = [...OF_ALL, ...(withAges ? OF_ADULTS : []), ...OF_THE_MODEL];
  return {
    columns: ['', ...evaluations.map(({ model }) => model)],
    rows: measures.map(([name, of]) => [name, ...evaluations.map(of)]),
  };
}

import type { Accuracy } from '../../src/evaluation/metrics/accuracy.ts';
import type { Findings } from '../../src/evaluation/metrics/metrics.ts';
import { formatInterval, formatShare } from '../../src/evaluation/report/words.ts';
import type { Evaluation } from '../../src/evaluation/report/evaluation.ts';
import { leftOutOf } from '../../src/evaluation/report/left-out.ts';

function row(name: string, { n, accuracy, interval, woman, man }: Accuracy): string {
  const right = `${formatShare(accuracy).padStart(7)}  (${formatInterval(interval)})`.padEnd(28);
  return `${name.padEnd(10)} ${String(n).padStart(6)}  ${right}  women ${formatShare(woman)}  men ${formatShare(man)}`;
}

function more(name: string, { balanced, decided, roc, calibration }: Findings): string {
  const error =
    calibration.expectedError === null ? '–' : `${(100 * calibration.expectedError).toFixed(2)} %`;
  return (
    `${name}: balanced ${formatShare(balanced)}; decided ${formatShare(decided.share)}, of which right ` +
    `${formatShare(decided.accuracy)}; AUC ${roc.auc ?? '–'}; calibration error ${error}`
  );
}

function pictures({ metadata, noFace, noFaceThere }: Evaluation): string {
  const { rows, used } = metadata;
  const counts = leftOutOf(metadata).map(({ reason, count }) => `${count} ${reason}`);
  return [
    `${used} pictures of ${rows} rows`,
    ...(counts.length === 0 ? [] : [`left out: ${counts.join(', ')}`]),
    `without a face ${noFace}${noFaceThere > 0 ? `, ${noFaceThere} of them with one elsewhere` : ''}`,
  ].join('; ');
}

/** The result as lines for a terminal. */
export function inWords(result: Evaluation): string {
  const { adults } = result;
  const rows = (accuracies: Readonly<Record<string, Accuracy>>): string[] =>
    Object.entries(accuracies).map(([name, accuracy]) => row(`  ${name}`, accuracy));
  return [
    row('all', result),
    ...rows(result.byAge),
    ...(adults.n > 0 ? [row('adults', adults)] : []),
    ...rows(result.byGroup),
    more('all', result),
    ...(adults.n > 0 ? [more('adults', adults)] : []),
    pictures(result),
    `${result.model} on ${result.tier}, ${result.facesPerSec} pictures a second, ${result.medianFaceMs} ms a face`,
  ].join('\n');
}

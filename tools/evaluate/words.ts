import type { Accuracy } from '../../src/evaluation/metrics/accuracy.ts';
import type { Findings } from '../../src/evaluation/metrics/metrics.ts';
import { formatInterval, formatShare } from '../../src/evaluation/report/words.ts';
import type { Evaluation } from '../../src/evaluation/report/evaluation.ts';
import { leftOutOf } from '../../src/evaluation/report/left-out.ts';
import type { Evaluations } from '../../src/evaluation/report/report.ts';
import { sideBySide } from '../../src/evaluation/report/side-by-side.ts';

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

/** Columns wide enough for what stands in them. */
function compared(evaluations: Evaluations): string {
  const { columns, rows } = sideBySide(evaluations);
  const lines = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

/** The result as lines for a terminal; several models first side by side. */
export function inWords(evaluations: Evaluations): string {
  const each = evaluations.map(wordsOf);
  return evaluations.length === 1 ? each.join('') : [compared(evaluations), ...each].join('\n\n');
}

function wordsOf(result: Evaluation): string {
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

/** From results to ratios, bars and tables. */
import type { BenchReport, ContenderResult, Floor, KernelResult, Measured } from './results.ts';

/** `<what>@<faces>:<contender>`: median of the contender over the median of ours, for all that have both. */
function ratiosOf(results: readonly ContenderResult[]): Record<string, number> {
  const ratios: Record<string, number> = {};
  for (const { what, faces, contender, medianMs } of results) {
    const ours = results.find(
      (other) => other.contender === 'ours' && other.what === what && other.faces === faces,
    );
    if (contender === 'ours' || medianMs === null || typeof ours?.medianMs !== 'number') continue;
    ratios[`${what}@${faces}:${contender}`] = medianMs / ours.medianMs;
  }
  return ratios;
}

/** Joins what was measured into one report of `date` (today, UTC). */
export function reportOf(
  { adapter, floor, parts }: Measured,
  date: string = new Date().toISOString().slice(0, 10),
): BenchReport {
  const results = parts.flatMap((part) => part.results);
  const kernels = parts.flatMap((part) => part.kernels);
  return { adapter, date, floor, results, kernels, ratios: ratiosOf(results) };
}

/** What the engine is to reach on a software adapter; a ratio that was not measured is left out. */
const BARS: readonly (readonly [ratio: string, atLeast: number])[] = [
  ['mini-xception@1:tensorflow.js webgpu', 5],
  ['mini-xception@16:tensorflow.js webgpu', 5],
  ['blaze-face-full@1:litert.js webgpu', 2],
  ['frame@4:human webgpu', 5],
];

function digits(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (value === 0) return '0';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function kilobytes(bytes: number | null): string {
  return bytes === null ? '–' : `${digits(bytes / 1024)} KiB`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}

function resultRow(result: ContenderResult, ratio: number | undefined): string[] {
  const { what, faces, contender, medianMs, spreadMs, rounds, dispatches, submits, readbacks } = result;
  const { bytesToGpu, bytesFromGpu, overFloor, why, note } = result;
  const ms = medianMs === null ? '–' : `${digits(medianMs)} ± ${digits(spreadMs)}`;
  const counts = dispatches === null ? '–' : `${dispatches} / ${submits} / ${readbacks}`;
  const bytes = bytesToGpu === null ? '–' : `${kilobytes(bytesToGpu)} / ${kilobytes(bytesFromGpu)}`;
  const words = why === undefined ? (note ?? '') : `did not run: ${why}`;
  const times = ratio === undefined ? '' : `${digits(ratio)}×`;
  return [`${what}@${faces}`, contender, ms, String(rounds), times, digits(overFloor), counts, bytes, words];
}

function floorLine({ multiplyAddsPerSec, bytesPerSec, dispatchMs, submitMs }: Floor): string {
  return [
    `At its best this adapter did ${digits(multiplyAddsPerSec / 1e9)} G multiply-adds a second`,
    `moved ${digits(bytesPerSec / 1e9)} GB a second`,
    `took ${digits(1000 * dispatchMs)} µs for an empty dispatch and ${digits(submitMs)} ms for a submit with its readback.`,
  ].join(', ');
}

function kernelRow({ what, faces, step, gpuMs, multiplyAdds, bytes, overFloor }: KernelResult): string[] {
  return [
    `${what}@${faces}`,
    step,
    digits(gpuMs),
    multiplyAdds === null ? '–' : digits(multiplyAdds / 1e6),
    kilobytes(bytes),
    digits(overFloor),
  ];
}

function barLines(ratios: BenchReport['ratios']): string[] {
  return BARS.flatMap(([key, atLeast]) => {
    const ratio = ratios[key];
    if (ratio === undefined) return [];
    return [
      `- ${key}: ${digits(ratio)}×, asked ${atLeast}×: ${ratio >= atLeast ? 'holds' : 'does not hold'}`,
    ];
  });
}

/** The report as Markdown. */
export function inWords({ adapter, date, floor, results, kernels, ratios }: BenchReport): string {
  const heads = [
    'what',
    'contender',
    'median ± spread, ms',
    'rounds',
    'ours ×',
    'over floor',
    'dispatches / submits / readbacks',
    'to / from the GPU',
    '',
  ];
  const rows = results.map((result) =>
    resultRow(result, ratios[`${result.what}@${result.faces}:${result.contender}`]),
  );
  const kernelHeads = ['network', 'dispatch', 'ms', 'M multiply-adds', 'bytes', 'over floor'];
  return [
    `${date}, ${adapter}`,
    floorLine(floor),
    table(heads, rows),
    ...(kernels.length === 0 ? [] : [table(kernelHeads, kernels.map(kernelRow))]),
    barLines(ratios).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { sumTotals, type Totals } from '../../../src/domain/bucket.ts';
import { nameOf } from '../entrances.ts';
import type { EntranceLine } from '../fleet.ts';
import { formatCount, formatShare } from '../format.ts';

const BAR_LENGTH = 100;

/** How the split looks; the numbers beside it say the same. */
function SplitBar({ woman, man, undetermined }: Totals): VNode | null {
  const all = woman + man + undetermined;
  if (all === 0) return null;
  const [womanLength, manLength] = [woman, man].map((part) => (part / all) * BAR_LENGTH) as [number, number];
  return (
    <svg class="split" viewBox={`0 0 ${BAR_LENGTH} 6`} preserveAspectRatio="none" aria-hidden="true">
      <rect class="undetermined" width={BAR_LENGTH} height="6" />
      <rect class="man" width={womanLength + manLength} height="6" />
      <rect class="woman" width={womanLength} height="6" />
    </svg>
  );
}

function Counts({ totals }: { readonly totals: Totals | undefined }): VNode {
  if (totals === undefined)
    return (
      <td colSpan={5} class="absent hatched">
        Not measured
      </td>
    );
  const { entries, exits, woman, man, undetermined } = totals;
  return (
    <>
      <td class="number strong">
        {formatCount(entries)}
        <SplitBar {...totals} />
      </td>
      <td class="number">{formatCount(woman)}</td>
      <td class="number">{formatCount(man)}</td>
      <td class="number">{formatCount(undetermined)}</td>
      <td class="number">{formatCount(exits)}</td>
    </>
  );
}

function LineRow({ line }: { readonly line: EntranceLine }): VNode {
  const { kiosk, entrances, totals, measured } = line;
  const name = nameOf(entrances);
  return (
    <tr>
      <th scope="row">
        {kiosk.row.name}
        <small>
          {name === undefined ? '' : `${name}, `}
          days in {kiosk.zone}
        </small>
      </th>
      <Counts totals={totals} />
      <td class="number">
        {measured === undefined ? 'to come' : formatShare(measured)}
        {measured !== undefined && (
          <svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="100" height="6" />
            <rect class="measured" width={measured * BAR_LENGTH} height="6" />
          </svg>
        )}
      </td>
    </tr>
  );
}

function Head(): VNode {
  return (
    <thead>
      <tr>
        <th scope="col">Entrance</th>
        <th scope="col" class="number">
          Came in
        </th>
        <th scope="col" class="number">
          <i class="key woman" aria-hidden="true" /> Look like women
        </th>
        <th scope="col" class="number">
          <i class="key man" aria-hidden="true" /> Look like men
        </th>
        <th scope="col" class="number">
          <i class="key undetermined" aria-hidden="true" /> Can’t tell
        </th>
        <th scope="col" class="number">
          Left
        </th>
        <th scope="col" class="number">
          Measured
        </th>
      </tr>
    </thead>
  );
}

/** Totals by entrance, and of all together. */
export function TotalsTable({
  caption,
  lines,
}: {
  readonly caption: string;
  readonly lines: readonly EntranceLine[];
}): VNode {
  const known = lines.flatMap(({ totals }) => (totals === undefined ? [] : [totals]));
  return (
    <div class="scroll" role="region" aria-labelledby="totals" tabindex={0}>
      <table class="totals">
        <caption>{caption}</caption>
        <Head />
        <tbody>
          {lines.length === 0 && (
            <tr>
              <td colSpan={7} class="absent">
                Nothing was counted, and every kiosk is revoked.
              </td>
            </tr>
          )}
          {lines.map((line) => (
            <LineRow line={line} />
          ))}
        </tbody>
        {lines.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">All that was measured</th>
              <Counts totals={known.length === 0 ? undefined : sumTotals(known)} />
              <td />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

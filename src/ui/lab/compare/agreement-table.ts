import { html, type TemplateResult } from 'lit';
import type { Agreement, ComparisonView } from '../../../state/comparison-state.ts';
import { factList, type Fact } from '../../fact-list.ts';
import { formatCount, formatDecimal } from '../../format.ts';

/** A count with its share of all faces that both found. */
function shareOf(count: number, all: number): string {
  return all === 0 ? formatCount(count) : `${formatCount(count)} (${formatDecimal((100 * count) / all)} %)`;
}

function rowsOf({ frames, same, oneUndetermined, opposite, onlyNetwork, onlyClassical }: Agreement): Fact[] {
  const both = same + oneUndetermined + opposite;
  return [
    ['Frames', formatCount(frames)],
    ['Faces that both found', formatCount(both)],
    ['Of these, the same answer', shareOf(same, both)],
    ['One can’t tell, the other can', shareOf(oneUndetermined, both)],
    ['Opposite answers', shareOf(opposite, both)],
    ['Found by the network alone', formatCount(onlyNetwork)],
    ['Found by classical computer vision alone', formatCount(onlyClassical)],
  ];
}

/** How far both systems agree since the page was opened. */
export function agreementTable({ agreement, frameRate }: ComparisonView): TemplateResult {
  const rows: readonly Fact[] = [
    ...rowsOf(agreement),
    ['Frames a second, one system after the other', formatDecimal(frameRate)],
  ];
  return html`<section aria-labelledby="agreement">
    <h2 id="agreement">Agreement since this page was opened</h2>
    ${factList(rows)}
  </section>`;
}

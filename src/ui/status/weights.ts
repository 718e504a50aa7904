/** Whose weights count, where they are a person's own. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Snapshot } from '../../state/snapshot.ts';
import { formatCount, formatMoment, formatPercent } from '../format.ts';
import { sendIntent } from '../send-intent.ts';
import type { Fact } from '../fact-list.ts';

/** What is known of a person's own weights; nothing where the shipped ones count. */
export function weightsFacts({ weights, store }: Snapshot): readonly Fact[] {
  if (weights === undefined || store.role === 'viewer') return [];
  const { file } = weights;
  if (weights.status === 'refused')
    return [['Your own weights', `${file} does not count, the shipped ones do: ${weights.message}`]];
  const { faces, accuracy, shippedAccuracy } = weights.figures;
  const [own, shipped] = [formatPercent(accuracy), formatPercent(shippedAccuracy)];
  return [
    ['Your own weights', `${file}, since ${formatMoment(weights.keptMs)}`],
    ['Compared before', `right on ${own} of ${formatCount(faces)} faces, the shipped ones on ${shipped}`],
  ];
}

/** The way back, in two steps: the weights may be nowhere else. Nothing where another window counts. */
export function weightsControl(
  from: HTMLElement,
  { weights, store }: Snapshot,
): TemplateResult | typeof nothing {
  if (weights === undefined || store.role === 'viewer') return nothing;
  return html`<details>
    <summary>Back to the shipped model</summary>
    <p class="quiet">
      The copy of ${weights.file} on this device is deleted, and the shipped model counts. To count with it
      again, it must be compared anew in the Lab.
    </p>
    <button class="button" @click=${() => sendIntent(from, { type: 'use-shipped-weights' })}>
      Count with the shipped model
    </button>
  </details>`;
}

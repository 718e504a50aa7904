/** Whose weights count, where they are a person's own. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Snapshot } from '../../state/snapshot.ts';
import { formatCount, formatMoment, formatPercent } from '../format.ts';
import { sendIntent } from '../send-intent.ts';
import type { Fact } from '../fact-list.ts';

/** What is known of a person's own weights; nothing where the shipped ones count. */
export function weightsFacts({ weights }: Snapshot): readonly Fact[] {
  if (weights === undefined) return [];
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

/** The way back. */
export function weightsControl(from: HTMLElement, { weights }: Snapshot): TemplateResult | typeof nothing {
  if (weights === undefined) return nothing;
  return html`<div class="actions">
    <button class="button" @click=${() => sendIntent(from, { type: 'use-shipped-weights' })}>
      Back to the shipped model
    </button>
  </div>`;
}

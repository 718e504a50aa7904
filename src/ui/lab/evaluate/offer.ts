/** The offer to count with weights of a person's own, once they were compared with those that count. */
import { html, type TemplateResult } from 'lit';
import type { WeightsFigures, WeightsOffer } from '../../../domain/kept-weights.ts';
import type { Snapshot } from '../../../state/snapshot.ts';
import { formatCount, formatPercent } from '../../format.ts';

/** What a person may answer. */
export interface OfferActions {
  /** Begins to ask for good, or takes that back. */
  readonly confirm: (isConfirming: boolean) => void;
  readonly use: () => void;
}

/** Both accuracies, of the same faces. */
function compared({ faces, accuracy, shippedAccuracy }: WeightsFigures): string {
  const [own, shipped] = [formatPercent(accuracy), formatPercent(shippedAccuracy)];
  return `yours are right on ${own}, the shipped ones on ${shipped} of the same ${formatCount(faces)} faces`;
}

function question(
  { weights: { name }, figures }: WeightsOffer,
  { confirm, use }: OfferActions,
): TemplateResult {
  return html`<div class="message offer" role="alertdialog" aria-labelledby="use-weights">
    <p id="use-weights">
      Count with ${name} from now on? Here ${compared(figures)}.
      ${figures.accuracy < figures.shippedAccuracy ? 'They would be wrong more often.' : ''} Pictures say
      little of how it will be at your entrance. The engine starts again; totals name the weights that counted
      last in their slot.
    </p>
    <div class="actions">
      <button class="button primary" @click=${use}>Count with them</button>
      <button class="button" @click=${() => confirm(false)}>Not now</button>
    </div>
  </div>`;
}

/** The way to make the weights count, in two steps; that they do, or why they do not. */
export function offerView(
  offer: WeightsOffer,
  { weights, store }: Snapshot,
  isConfirming: boolean,
  actions: OfferActions,
): TemplateResult {
  const { name } = offer.weights;
  const current = weights?.file === name ? weights : undefined;
  if (current?.status === 'counting')
    return html`<p role="status">
      The kiosk counts with ${name}. The page <a href="#/status">Status</a> has the way back.
    </p>`;
  if (store.role !== 'writer')
    return html`<p class="quiet">
      Another window of this device counts. Evaluate there to have ${name} count.
    </p>`;
  if (isConfirming) return question(offer, actions);
  return html`${
      current?.status === 'refused'
        ? html`<p role="alert">${name} does not count: ${current.message}</p>`
        : ''
    }
    <div class="actions offer">
      <button class="button" @click=${() => actions.confirm(true)}>Use these weights</button>
    </div>`;
}

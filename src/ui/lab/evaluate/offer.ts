/** The offer to count with weights of a person's own, once they were compared with those that count. */
import { html, nothing, type TemplateResult } from 'lit';
import type { WeightsFigures, WeightsOffer, WeightsState } from '../../../domain/kept-weights.ts';
import type { Snapshot } from '../../../state/snapshot.ts';
import { formatCount, formatMoment, formatPercent } from '../../format.ts';

/** What a person may answer. */
export interface OfferActions {
  /** Begins to ask for good, or takes that back. */
  readonly confirm: (isConfirming: boolean) => void;
  readonly use: () => void;
}

/** How a person has answered so far. */
export interface OfferAnswer {
  readonly isConfirming: boolean;
  /** The offer that was taken last, and what was known of own weights before; undefined when none was. */
  readonly taken: { readonly offer: WeightsOffer; readonly before: WeightsState | undefined } | undefined;
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
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // On its way up it would lead to the kiosk.
    event.preventDefault();
    confirm(false);
  };
  return html`<div class="message offer" role="alertdialog" aria-labelledby="use-weights" @keydown=${onKey}>
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

/** What is known of weights that have the offered ones' name: a refusal of these very ones, or that they may be others. */
function known(
  { weights: { name } }: WeightsOffer,
  weights: WeightsState | undefined,
  isTaken: boolean,
): TemplateResult | typeof nothing {
  if (weights?.file !== name) return nothing;
  if (weights.status === 'counting')
    return html`<p class="quiet">
      Weights in a file of this name count since ${formatMoment(weights.keptMs)}. These may be others.
    </p>`;
  return isTaken ? html`<p role="alert">${name} does not count: ${weights.message}</p>` : nothing;
}

/** The way to make the weights count, in two steps; that they do, or why they do not. */
export function offerView(
  offer: WeightsOffer,
  { weights, store }: Snapshot,
  { isConfirming, taken }: OfferAnswer,
  actions: OfferActions,
): TemplateResult {
  const { name } = offer.weights;
  // A name tells no weights from others that were trained anew; the figures are those that the kept ones were offered with.
  if (weights?.status === 'counting' && weights.figures === offer.figures)
    return html`<p role="status">
      The kiosk counts with ${name}. The page <a href="#/status">Status</a> has the way back.
    </p>`;
  if (store.role !== 'writer')
    return html`<p class="quiet">
      Another window of this device counts. Evaluate there to have ${name} count.
    </p>`;
  if (isConfirming) return question(offer, actions);
  return html`${known(offer, weights, taken?.offer === offer && taken.before !== weights)}
    <div class="actions offer">
      <button class="button" @click=${() => actions.confirm(true)}>Use these weights</button>
    </div>`;
}

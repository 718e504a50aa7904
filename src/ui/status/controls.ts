import { html, nothing, type TemplateResult } from 'lit';
import { parseTier, TIERS, type DetectorRange } from '../../domain/face.ts';
import type { Snapshot } from '../../state/snapshot.ts';
import { cameraChoice } from '../camera-choice.ts';
import { radio } from '../radio.ts';
import { sendIntent } from '../send-intent.ts';
import { TIER_WORDS } from '../words.ts';

/** What a person may do about the source: another camera, a new try, a recorded video, the demo; nothing where another window counts. */
export function sourceControls(from: HTMLElement, snapshot: Snapshot): TemplateResult | typeof nothing {
  if (snapshot.store.role === 'viewer') return nothing;
  const { kind } = snapshot.source;
  const use = (other: 'camera' | 'demo') => (): void => sendIntent(from, { type: 'use-source', kind: other });
  const retry = (): void => sendIntent(from, { type: 'retry-source' });
  return html`<div class="actions">
    ${kind === 'camera' ? cameraChoice(from, snapshot) : html`<button class="button" @click=${use('camera')}>Use the camera</button>`}
    ${kind === 'file' ? nothing : html`<button class="button" @click=${retry}>Open it again</button>`}
    ${kind === 'demo' ? nothing : html`<button class="button" @click=${use('demo')}>Show the demo</button>`}
    <label class="button file">
      Open a video file
      <input type="file" accept="video/*" @change=${(event: Event) => useFile(from, event)} />
    </label>
  </div>`;
}

function useFile(from: HTMLElement, event: Event): void {
  const input = event.target as HTMLInputElement;
  const file = input.files?.[0];
  if (file !== undefined) sendIntent(from, { type: 'use-file', file });
  // The same file chosen again must be a change again.
  input.value = '';
}

const RANGES: readonly { readonly range: DetectorRange; readonly title: string; readonly words: string }[] = [
  {
    range: 'far',
    title: 'Far',
    words: 'For an entrance: people at any distance, also small in the picture. Takes more of the device.',
  },
  { range: 'full', title: 'Full', words: 'For people within a few metres.' },
  {
    range: 'short',
    title: 'Short',
    words: 'For people who stand right before the device, within about 2 m. Faster.',
  },
];

/** The choice of how far the detector looks. */
function rangeChoice(from: HTMLElement, { settings }: Snapshot): TemplateResult {
  return html`<fieldset>
    <legend>Range</legend>
    ${RANGES.map(({ range, title, words }) =>
      radio({ name: 'range', value: range, title, words, checked: settings.range === range }, () =>
        sendIntent(from, { type: 'change-settings', change: { range } }),
      ),
    )}
    <p class="quiet">A change restarts the engine; nobody is counted for some seconds.</p>
  </fieldset>`;
}

/** The choice of what computes, for whoever must compare or work around a driver. */
function tierChoice(from: HTMLElement, { settings }: Snapshot): TemplateResult {
  const choose = (event: Event): void => {
    const tier = parseTier((event.target as HTMLSelectElement).value);
    sendIntent(from, { type: 'change-settings', change: { tier } });
  };
  return html`<fieldset>
    <legend>Computed by</legend>
    <select class="button" aria-label="Computed by" @change=${choose}>
      <option value="" ?selected=${settings.tier === undefined}>Chosen by the kiosk</option>
      ${TIERS.map(
        (tier) =>
          html`<option value=${tier} ?selected=${tier === settings.tier}>${TIER_WORDS[tier]}</option>`,
      )}
    </select>
    <p class="quiet">The kiosk takes what is right, then what is fast. A change restarts the engine.</p>
  </fieldset>`;
}

/** The installer's choices; nothing where another window counts. */
export function settingsControls(from: HTMLElement, snapshot: Snapshot): TemplateResult | typeof nothing {
  if (snapshot.store.role === 'viewer') return nothing;
  return html`${rangeChoice(from, snapshot)} ${tierChoice(from, snapshot)}`;
}

/** The button that lets a waiting update in; nothing while none waits. */
export function updateControl(from: HTMLElement, { offline }: Snapshot): TemplateResult | typeof nothing {
  if (offline !== 'update-waiting') return nothing;
  return html`<div class="actions">
    <button class="button primary" @click=${() => sendIntent(from, { type: 'apply-update' })}>
      Update now
    </button>
    <p class="quiet">The kiosk starts anew; totals are kept.</p>
  </div>`;
}

import { html, nothing, type TemplateResult } from 'lit';
import type { Snapshot } from '../state/snapshot.ts';
import { sendIntent } from './send-intent.ts';

/** A list to choose the camera from; nothing where there is no choice. */
export function cameraChoice(
  from: HTMLElement,
  { cameras, settings }: Snapshot,
): TemplateResult | typeof nothing {
  if (cameras.length < 2) return nothing;
  const choose = (event: Event): void =>
    sendIntent(from, {
      type: 'change-settings',
      change: { cameraDeviceId: (event.target as HTMLSelectElement).value },
    });
  const chosen = cameras.some(({ deviceId }) => deviceId === settings.cameraDeviceId);
  return html`<select class="button" aria-label="Choose a camera" @change=${choose}>
    ${chosen ? nothing : html`<option value="" disabled selected>Choose a camera</option>`}
    ${cameras.map(
      ({ deviceId, label }, index) =>
        html`<option value=${deviceId} ?selected=${deviceId === settings.cameraDeviceId}>
          ${label === '' ? `Camera ${index + 1}` : label}
        </option>`,
    )}
  </select>`;
}

import { html, nothing, type TemplateResult } from 'lit';
import type { SetAside } from '../../domain/set-aside.ts';
import { RETENTION_CHOICES_DAYS } from '../../domain/settings.ts';
import { isAlmostFull, type Snapshot, type StoreState } from '../../state/snapshot.ts';
import { formatCount, formatMegabytes, formatMoment } from '../format.ts';
import { sendIntent } from '../send-intent.ts';
import { known, type Fact } from '../fact-list.ts';
import { yesOrNo } from './facts.ts';

const ROLES: Record<StoreState['role'], string> = {
  opening: 'Opening',
  writer: 'This window counts',
  viewer: 'Another window counts; this one looks on',
};

function room(store: StoreState): string {
  const words = known(store.quotaBytes, formatMegabytes);
  return isAlmostFull(store) ? `${words}, almost used up: free some space on this device` : words;
}

/** What is known of where the totals lie. */
export function storageFacts({ store }: Snapshot): readonly Fact[] {
  return [
    ['Role', ROLES[store.role]],
    ['Totals', store.inMemory ? 'In memory: lost when this page is closed' : 'On this device'],
    [
      'Kept for good',
      known(store.persisted, yesOrNo('Yes', 'No: the browser may clear the totals when the disk is full')),
    ],
    ['Used', known(store.usageBytes, formatMegabytes)],
    ['Room', room(store)],
    ['Trouble', [store.fault, store.refusal].filter((one) => one !== undefined).join(' ') || 'None'],
  ];
}

function setAsideLines({ databases, records, recordsMs, lostMs }: SetAside): readonly string[] {
  const left = databases.map(({ name, atMs, reason }) => {
    const since = atMs === undefined ? '' : ` since ${formatMoment(atMs)}`;
    return `Database “${name}”, not used${since}. ${reason ?? ''}`.trim();
  });
  if (lostMs !== undefined)
    left.push(`The earlier totals were gone on ${formatMoment(lostMs)}: the browser had thrown them away.`);
  if (records === 0) return left;
  const what = records === 1 ? '1 damaged record' : `${formatCount(records)} damaged records`;
  return [...left, recordsMs === undefined ? what : `${what}, found from ${formatMoment(recordsMs)} on`];
}

function setAsidePart(from: HTMLElement, setAside: SetAside): TemplateResult {
  return html`<div class="set-aside" role="group" aria-labelledby="set-aside">
    <h3 id="set-aside">Some totals were lost or could not be read</h3>
    <ul>
      ${setAsideLines(setAside).map((line) => html`<li>${line}</li>`)}
    </ul>
    <p class="quiet">
      They were left as they are. Whatever of them could be read was brought over into the totals; the rest is
      in none. This kiosk went on counting.
    </p>
    <div class="actions">
      <button class="button" @click=${() => sendIntent(from, { type: 'download-set-aside' })}>
        Download what can be read
      </button>
    </div>
    <details>
      <summary>Delete what was set aside</summary>
      <p class="quiet">Download it first: this cannot be undone. The totals above stay.</p>
      <button class="button" @click=${() => sendIntent(from, { type: 'delete-set-aside' })}>
        Delete it for good
      </button>
    </details>
  </div>`;
}

function retentionChoice(from: HTMLElement, { settings }: Snapshot): TemplateResult {
  const choose = (event: Event): void => {
    const retentionDays = Number((event.target as HTMLSelectElement).value);
    sendIntent(from, { type: 'change-settings', change: { retentionDays } });
  };
  return html`<fieldset>
    <legend>Sent totals stay on this device for</legend>
    <select class="button" aria-label="Sent totals stay on this device for" @change=${choose}>
      ${RETENTION_CHOICES_DAYS.map(
        (days) =>
          html`<option value=${days} ?selected=${days === settings.retentionDays}>
            ${formatCount(days)} days
          </option>`,
      )}
    </select>
    <p class="quiet">Then they are deleted here. What nobody else has confirmed stays, however old.</p>
  </fieldset>`;
}

/** What a person may do about the storage; nothing where another window counts. */
export function storageControls(from: HTMLElement, snapshot: Snapshot): TemplateResult | typeof nothing {
  const { role, setAside } = snapshot.store;
  if (role !== 'writer') return nothing;
  return html`${setAside === undefined ? nothing : setAsidePart(from, setAside)}
  ${retentionChoice(from, snapshot)}`;
}

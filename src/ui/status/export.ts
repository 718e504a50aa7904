import { html, nothing, type TemplateResult } from 'lit';
import type { ExportState, ExportWork } from '../../domain/export.ts';
import type { Snapshot } from '../../state/snapshot.ts';
import { formatBytes, formatCount, formatTime } from '../format.ts';
import { sendIntent } from '../send-intent.ts';
import { NOT_KNOWN } from '../words.ts';
import { slots } from './collector.ts';
import type { Fact } from '../fact-list.ts';

/** What is known of totals that leave by hand. */
export function exportFacts({ export: known }: Snapshot): readonly Fact[] {
  if (known === undefined) return [['Condition', 'The window that counts also exports']];
  const { fingerprint, dueCount } = known;
  return [
    ['Key', fingerprint ?? NOT_KNOWN],
    ['Not confirmed yet', dueCount === 0 ? 'Nothing' : slots(dueCount)],
  ];
}

/** How the last work by hand went, in a sentence that stays the same while it goes on; empty when there was none. */
function workWords(work: ExportWork): string {
  switch (work.status) {
    case 'idle':
      return '';
    case 'exporting':
      return 'Exporting…';
    case 'reading-receipt':
      return 'Reading the receipt…';
    case 'exported':
      return `${formatTime(work.atMs)}: ${slots(work.bucketCount)} exported, ${formatBytes(work.bytes)}, as ${work.fileName} where this browser keeps downloads. Carry it to the collector and read the receipt that comes back.`;
    case 'receipt-read':
      return receiptWords(work);
    case 'trouble':
      return work.message;
  }
}

function receiptWords({ confirmedCount, refusedCount }: ExportWork & { status: 'receipt-read' }): string {
  const refused = refusedCount === 0 ? '' : ` It did not take ${slots(refusedCount)}; ask its owner.`;
  return `The collector has ${slots(confirmedCount)} of this receipt.${refused}`;
}

function isBusy({ work }: ExportState): boolean {
  return work.status === 'exporting' || work.status === 'reading-receipt';
}

function readReceipt(from: HTMLElement, event: Event): void {
  const input = event.target as HTMLInputElement;
  const file = input.files?.[0];
  if (file !== undefined) sendIntent(from, { type: 'read-receipt', file });
  // The same file chosen again must be a change again.
  input.value = '';
}

/** How far it is: beside the words that a screen reader says, which would be said at each step. */
function progressLine({ work }: ExportState): TemplateResult | typeof nothing {
  const isUnderWay = work.status === 'exporting' || work.status === 'reading-receipt';
  if (!isUnderWay || work.totalCount === 0) return nothing;
  return html`<p class="quiet progress">${formatCount(work.doneCount)} of ${slots(work.totalCount)}</p>`;
}

/** What a person may do by hand; nothing where another window counts. */
export function exportControls(
  from: HTMLElement,
  { export: known }: Snapshot,
): TemplateResult | typeof nothing {
  if (known === undefined) return nothing;
  const busy = isBusy(known) || known.fingerprint === undefined;
  const send = (range: 'due' | 'all') => (): void => sendIntent(from, { type: 'export', range });
  return html`<div class="actions">
      <button class="button" ?disabled=${busy || known.dueCount === 0} @click=${send('due')}>
        Export what is not confirmed
      </button>
      <label class=${busy ? 'button file disabled' : 'button file'}>
        Read a receipt
        <input
          type="file"
          accept=".json,application/json"
          ?disabled=${busy}
          @change=${(event: Event) => readReceipt(from, event)}
        />
      </label>
    </div>
    <p role="status" class=${known.work.status === 'trouble' ? 'trouble' : ''}>${workWords(known.work)}</p>
    ${progressLine(known)}
    <p class="quiet">
      For a venue without a network. The signed file goes to the collector by hand. Slots stay in every new
      file until its receipt is read here. The numbers in it are exact: do not pass it on to anyone else.
    </p>
    <details>
      <summary>Export everything</summary>
      <p class="quiet">
        All totals on this device, confirmed or not, for a new collector or one that lost its data. What it
        knows already is not counted twice.
      </p>
      <button class="button" ?disabled=${busy} @click=${send('all')}>Export everything</button>
    </details>`;
}

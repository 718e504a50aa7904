import { html, nothing, type TemplateResult } from 'lit';
import type { Snapshot } from '../../state/snapshot.ts';
import { sendIntent } from '../send-intent.ts';
import { SOURCE_KINDS } from '../words.ts';
import { isCounting } from './today-totals.ts';

/** What is worth a quiet word, most important first. */
function notesOf({ store, engine, online }: Snapshot): readonly TemplateResult[] {
  const notes: TemplateResult[] = [];
  if (store.fault !== undefined && store.role !== 'opening')
    notes.push(html`<span class="warning">Counts wait in memory: ${store.fault}</span>`);
  if (store.role === 'viewer')
    notes.push(html`<span class="warning">Another window of this device counts; this one looks on.</span>`);
  if (engine.status === 'running' && engine.report.softwareAdapter)
    notes.push(html`<span>Slow: no graphics hardware</span>`);
  if (!online) notes.push(html`<span>No network, and none needed</span>`);
  return notes;
}

/** The line at the foot: where the picture comes from, whether it counts, and quiet words. */
export function statusLine(from: HTMLElement, snapshot: Snapshot): TemplateResult {
  const { source, offline } = snapshot;
  const counting = isCounting(snapshot);
  const toCamera = (): void => sendIntent(from, { type: 'use-source', kind: 'camera' });
  return html`<div class="status-line">
    <span class="counting ${counting ? 'on' : ''}">${counting ? 'Counting' : 'Not counting'}</span>
    ${
      source.kind === 'camera'
        ? html`<span>${source.status === 'running' ? source.label : SOURCE_KINDS.camera}</span>`
        : html`<span class="badge">${SOURCE_KINDS[source.kind]}</span>
            <button class="button" @click=${toCamera}>Back to the camera</button>`
    }
    ${notesOf(snapshot)}
    ${offline === 'update-waiting' ? html`<a href="#/status">An update is ready</a>` : nothing}
  </div>`;
}

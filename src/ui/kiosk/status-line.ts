import { html, nothing, type TemplateResult } from 'lit';
import type { EngineReport } from '../../domain/engine.ts';
import { isAlmostFull, type Snapshot, type StoreState } from '../../state/snapshot.ts';
import { sendIntent } from '../send-intent.ts';
import { SOURCE_KINDS, TIER_WORDS } from '../words.ts';
import { isCounting } from './today-totals.ts';

/** Words for an engine that is not the one it should be; why stands in the status. */
function engineNotes({ tier, softwareAdapter }: EngineReport): readonly TemplateResult[] {
  if (softwareAdapter) return [html`<span>Slow: no graphics hardware</span>`];
  return tier === 'wgsl' ? [] : [html`<span>Computed by ${TIER_WORDS[tier]}</span>`];
}

/** Words for what is wrong with where the totals lie. */
function storeNotes(store: StoreState): readonly TemplateResult[] {
  const notes: TemplateResult[] = [];
  if (store.inMemory)
    notes.push(
      html`<span class="warning" role="alert">
        Do not close this page: its totals would be lost, because no place to keep them opens. ${store.fault}
      </span>`,
    );
  else if (store.fault !== undefined && store.role !== 'opening') {
    const words = store.role === 'writer' ? `Counts wait in memory: ${store.fault}` : store.fault;
    notes.push(html`<span class="warning">${words}</span>`);
  }
  if (store.refusal !== undefined) notes.push(html`<span class="warning">${store.refusal}</span>`);
  if (isAlmostFull(store))
    notes.push(html`<span class="warning">The room for totals is almost used up.</span>`);
  if (store.setAside !== undefined)
    notes.push(html`<a class="warning" href="#/status">Some totals were lost or could not be read</a>`);
  return notes;
}

/** What is worth a quiet word, most important first. */
function notesOf({ store, clock, engine, online }: Snapshot): readonly TemplateResult[] {
  const notes = [...storeNotes(store)];
  if (clock.isWrong)
    notes.push(
      html`<a class="warning" href="#/status"
        >The clock is wrong: who is counted waits for the right time</a
      >`,
    );
  if (store.role === 'viewer')
    notes.push(html`<span class="warning">Another window of this device counts; this one looks on.</span>`);
  if (engine.status === 'running') notes.push(...engineNotes(engine.report));
  if (!online) notes.push(html`<span>No network, and none needed</span>`);
  return notes;
}

/** The line at the foot: where the picture comes from, whether it counts, and quiet words. */
export function statusLine(from: HTMLElement, snapshot: Snapshot): TemplateResult {
  const { source, offline, store } = snapshot;
  const counting = isCounting(snapshot);
  const toCamera = (): void => sendIntent(from, { type: 'use-source', kind: 'camera' });
  return html`<div class="status-line">
    <span class="counting ${counting ? 'on' : ''}">${counting ? 'Counting' : 'Not counting'}</span>
    ${
      source.kind === 'camera'
        ? html`<span>${source.status === 'running' ? source.label : SOURCE_KINDS.camera}</span>`
        : html`<span class="badge">${SOURCE_KINDS[source.kind]}</span> ${
              store.role === 'viewer'
                ? nothing
                : html`<button class="button" @click=${toCamera}>Back to the camera</button>`
            }`
    }
    ${notesOf(snapshot)}
    ${offline === 'update-waiting' ? html`<a href="#/status">An update is ready</a>` : nothing}
  </div>`;
}

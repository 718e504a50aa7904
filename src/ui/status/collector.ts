import { html, nothing, type TemplateResult } from 'lit';
import { parseCollectorUrl } from '../../domain/collector-url.ts';
import type { EnrolmentLink } from '../../domain/enrolment-link.ts';
import type { UploadProgress, UploadState } from '../../domain/upload.ts';
import type { Snapshot } from '../../state/snapshot.ts';
import { formatCountOf, formatDate, formatTime } from '../format.ts';
import { sendIntent } from '../send-intent.ts';
import { NOT_KNOWN } from '../words.ts';
import type { Fact } from '../fact-list.ts';

/** A number of slots in words. */
export function slots(count: number): string {
  return formatCountOf(count, 'slot');
}

function progressFacts({
  sending,
  dueCount,
  contactMs,
  refusedCount,
  trouble,
  nextMs,
}: UploadProgress): Fact[] {
  return [
    ['Condition', sending ? 'Sending' : (trouble ?? 'Well')],
    ['Waiting to be sent', dueCount === 0 ? 'Nothing' : slots(dueCount)],
    [
      'Last answer',
      contactMs === undefined ? NOT_KNOWN : `${formatDate(contactMs)}, ${formatTime(contactMs)}`,
    ],
    ['Next try', nextMs === undefined ? 'Now' : formatTime(nextMs)],
    ...(refusedCount === 0 ? [] : [['Refused by the collector', slots(refusedCount)] as const]),
  ];
}

/** What is known of the collector and of the way there. */
export function collectorFacts({ upload }: Snapshot): readonly Fact[] {
  if (upload === undefined) return [['Condition', 'The window that counts also sends']];
  if (upload.status === 'enrolling') return [['Condition', 'Enrolling']];
  if (upload.status === 'none')
    return [
      ['Condition', 'None: the totals stay on this device'],
      ...(upload.trouble === undefined ? [] : [['Trouble', upload.trouble] as const]),
    ];
  return [['Address', upload.url], ['This kiosk is called', upload.name], ...progressFacts(upload.progress)];
}

function enrol(from: HTMLElement, event: SubmitEvent): void {
  event.preventDefault();
  const form = new FormData(event.target as HTMLFormElement);
  const [address, code] = ['address', 'code'].map((name) => String(form.get(name)));
  sendIntent(from, { type: 'enrol', address: address ?? '', code: code ?? '' });
}

function enrolForm(from: HTMLElement, busy: boolean, link: EnrolmentLink | undefined): TemplateResult {
  return html`<form @submit=${enrol.bind(undefined, from)}>
    <label>
      Address of the collector
      <input
        class="button"
        name="address"
        .value=${link?.collector ?? ''}
        required
        inputmode="url"
        autocomplete="off"
        spellcheck="false"
        placeholder="https://"
      />
    </label>
    <label>
      One-time code
      <input
        class="button"
        name="code"
        .value=${link?.code ?? ''}
        required
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
      />
    </label>
    <div class="actions">
      <button class="button" ?disabled=${busy}>${busy ? 'Enrolling…' : 'Enrol this kiosk'}</button>
    </div>
    <p class="quiet">
      A collector gathers the totals of several kiosks. Its owner makes the code. Only totals are sent, never
      pictures.
    </p>
  </form>`;
}

type Enrolled = Extract<UploadState, { status: 'enrolled' }>;

/** What a link means where the kiosk is enrolled already; the form has it as soon as the collector was left. */
function linkWords({ url, progress }: Enrolled, { collector }: EnrolmentLink): TemplateResult {
  if (parseCollectorUrl(collector) !== url)
    return html`<p role="alert">
      A link to ${collector} was opened. To enrol there, leave this collector first; then the form has the
      link’s address and code.
    </p>`;
  if (progress.trouble === undefined)
    return html`<p class="quiet">
      A link to this collector was opened. The kiosk is enrolled there already, and its code was not used.
    </p>`;
  return html`<p role="alert">
    A link to this collector was opened. If it has shut this kiosk out or does not know it any more, leave
    this collector first; then the form has the link’s address and code.
  </p>`;
}

function enrolledControls(
  from: HTMLElement,
  upload: Enrolled,
  link: EnrolmentLink | undefined,
): TemplateResult {
  return html`${link === undefined ? nothing : linkWords(upload, link)}
    <div class="actions">
      <button class="button" @click=${() => sendIntent(from, { type: 'upload-now' })}>Send now</button>
    </div>
    <details>
      <summary>Leave this collector</summary>
      <p class="quiet">
        Nothing more is sent there. The totals stay on this device and at the collector; another one will get
        only what was not sent yet. To come back, a new code is needed.
      </p>
      <button class="button" @click=${() => sendIntent(from, { type: 'leave-collector' })}>Leave it</button>
    </details>`;
}

/** What an enrolment came to, for screen readers; the same words for as long as it is the same. */
function enrolmentWords(upload: UploadState): string {
  if (upload.status === 'enrolling') return 'Enrolling…';
  return upload.status === 'enrolled' ? 'This kiosk is enrolled.' : (upload.trouble ?? '');
}

/** What a person may do about the collector, with the form as `link` says; nothing where another window counts. */
export function collectorControls(
  from: HTMLElement,
  upload: UploadState | undefined,
  link: EnrolmentLink | undefined,
): TemplateResult | typeof nothing {
  if (upload === undefined) return nothing;
  return html`<p class="visually-hidden" role="status">${enrolmentWords(upload)}</p>
    ${
      upload.status === 'enrolled'
        ? enrolledControls(from, upload, link)
        : enrolForm(from, upload.status === 'enrolling', link)
    }`;
}

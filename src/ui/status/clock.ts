import { html, nothing, type TemplateResult } from 'lit';
import type { Snapshot } from '../../state/snapshot.ts';
import { formatCount, formatMoment, formatTimeZone } from '../format.ts';
import { sendIntent } from '../send-intent.ts';
import type { Fact } from '../fact-list.ts';

/** What is known of the device's clock at `nowMs`, milliseconds since 1970 UTC. */
export function clockFacts({ clock }: Snapshot, nowMs: number): readonly Fact[] {
  const { isWrong, undated } = clock;
  return [
    ['Shows', formatMoment(nowMs)],
    ['Time zone', formatTimeZone(nowMs)],
    ['Condition', isWrong ? 'Wrong: set it in the device’s settings' : 'Possible'],
    ...(undated === 0 ? [] : [['Counted at an unknown time', people(undated)] as const]),
  ];
}

function people(count: number): string {
  return count === 1 ? '1 person, in no day’s total' : `${formatCount(count)} people, in no day’s total`;
}

/** A way for a person who knows better; nothing while nothing speaks against the clock, or where another window counts. */
export function clockControls(
  from: HTMLElement,
  { clock, store }: Snapshot,
): TemplateResult | typeof nothing {
  if (!clock.isWrong || store.role !== 'writer') return nothing;
  return html`<p class="quiet">
      The clock shows a time before this app was made, long after it, or before the last count. People are
      counted and wait; once the clock is set, they get the time at which they came.
    </p>
    <details>
      <summary>The clock is right</summary>
      <p class="quiet">
        Only if the date and time above are true: the last count then had a wrong one. A time before this app
        was made is never taken.
      </p>
      <button class="button" @click=${() => sendIntent(from, { type: 'trust-clock' })}>
        Count by this clock
      </button>
    </details>`;
}

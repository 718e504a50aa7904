/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { Temporal } from 'temporal-polyfill';
import { daysOf, type EntranceLine, type FleetKiosk, type Span } from '../fleet.ts';
import { formatCount, formatDay, formatShortDay } from '../format.ts';
import { KioskTable } from './kiosk-table.tsx';
import { Layout } from './layout.tsx';
import { TotalsTable } from './totals-table.tsx';

/** Totals of a day or week, and which. */
export interface FleetTotals {
  readonly date: Temporal.PlainDate;
  readonly span: Span;
  readonly lines: readonly EntranceLine[];
}

function captionOf({ date, span }: FleetTotals): string {
  const [first, last] = daysOf(date, span);
  return span === 'day' ? formatDay(date) : `Week of ${formatShortDay(first)} to ${formatShortDay(last)}`;
}

/** One number of the fleet in large type. */
function Figure({ label, value, state }: { label: string; value: number; state: string }): VNode {
  return (
    <div class={`panel figure ${value === 0 ? '' : state}`}>
      <dt>{label}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  );
}

function Figures({ kiosks }: { readonly kiosks: readonly FleetKiosk[] }): VNode {
  const count = (state: FleetKiosk['state']): number => kiosks.filter((it) => it.state === state).length;
  return (
    <dl class="figures" aria-label="Kiosks by state">
      <Figure label="Sending" value={count('sending')} state="sending" />
      <Figure label="Silent for 20 minutes" value={count('silent')} state="silent" />
      <Figure label="Never heard" value={count('never')} state="never" />
      <Figure label="Revoked" value={count('revoked')} state="revoked" />
    </dl>
  );
}

function linkTo(date: Temporal.PlainDate, span: Span): string {
  return `/admin/?date=${date.toString()}&span=${span}#totals`;
}

function SpanButton({ value, span, label }: { value: Span; span: Span; label: string }): VNode {
  return (
    <button class="button" name="span" value={value} aria-current={value === span ? 'true' : undefined}>
      {label}
    </button>
  );
}

function DayChoice({ date, span }: FleetTotals): VNode {
  const step = span === 'day' ? { days: 1 } : { weeks: 1 };
  return (
    <form method="get" action="/admin/#totals" class="choice">
      {/* Enter in the field presses the first button. */}
      <button class="unseen" name="span" value={span} tabIndex={-1} aria-hidden="true" />
      <a class="button" href={linkTo(date.subtract(step), span)}>
        <span aria-hidden="true">←</span> <span class="unseen">The {span} before</span>
      </a>
      <label>
        <span class="unseen">A day of it</span>
        <input type="date" name="date" value={date.toString()} required />
      </label>
      <a class="button" href={linkTo(date.add(step), span)}>
        <span class="unseen">The {span} after</span> <span aria-hidden="true">→</span>
      </a>
      <SpanButton value="day" span={span} label="Day" />
      <SpanButton value="week" span={span} label="Week" />
    </form>
  );
}

/** Before the first kiosk. */
function NoKiosks(): VNode {
  return (
    <section class="panel empty">
      <h2>No kiosk yet</h2>
      <ol>
        <li>Make a code for it, on the page New kiosk.</li>
        <li>On the kiosk open Status, and there Collector.</li>
        <li>Type the address and the code, or scan the picture that comes with the code.</li>
      </ol>
      <p>
        <a class="button primary" href="/admin/kiosks/new">
          Make a code
        </a>
      </p>
    </section>
  );
}

/** What the page of the fleet shows. */
export interface FleetPageProps {
  readonly formToken: string;
  readonly nowMs: number;
  readonly kiosks: readonly FleetKiosk[];
  readonly notice: string | undefined;
  readonly totals: FleetTotals;
}

/** The kiosks, how they are, and what they counted. */
export function FleetPage({ formToken, nowMs, kiosks, notice, totals }: FleetPageProps): VNode {
  return (
    <Layout title="Fleet" place="/admin/" formToken={formToken}>
      {notice !== undefined && (
        <p role="status" class="notice">
          {notice}
        </p>
      )}
      {kiosks.length === 0 ? (
        <NoKiosks />
      ) : (
        <>
          <Figures kiosks={kiosks} />
          <section>
            <h2 id="kiosks">Kiosks</h2>
            <KioskTable kiosks={kiosks} nowMs={nowMs} />
          </section>
          <section>
            <div class="heading">
              <h2 id="totals">Totals</h2>
              <DayChoice {...totals} />
            </div>
            <TotalsTable caption={captionOf(totals)} lines={totals.lines} />
            <p class="hint">
              What people look like to a classifier, which is not who they are. Do not pass on numbers of only
              a few people. Where time was not measured, nobody knows how many came.
            </p>
          </section>
        </>
      )}
    </Layout>
  );
}

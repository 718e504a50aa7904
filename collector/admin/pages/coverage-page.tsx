/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { Temporal } from 'temporal-polyfill';
import { weeksOf } from '../calendar.ts';
import type { CoveredDay, EntranceMonth } from '../coverage.ts';
import { nameOf } from '../entrances.ts';
import { formatCount, formatMonth, formatShare } from '../format.ts';
import { Layout } from './layout.tsx';

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const QUARTERS = 4;

/** Name of the look of a day: none for not measured, else by quarters. */
function levelOf(measured: number): string {
  return measured === 0 ? 'none' : `quarter-${Math.max(1, Math.ceil(measured * QUARTERS))}`;
}

function Day({
  date,
  day,
}: {
  readonly date: Temporal.PlainDate;
  readonly day: CoveredDay | undefined;
}): VNode {
  const number = <span class="date">{date.day}</span>;
  if (day?.measured === undefined)
    return (
      <td class="to-come">
        {number}
        <span class="unseen">to come</span>
      </td>
    );
  const { measured, entries } = day;
  return (
    <td class={levelOf(measured)}>
      {number}
      {measured === 0 ? (
        <span class="share">
          <span aria-hidden="true">—</span>
          <span class="unseen">not measured</span>
        </span>
      ) : (
        <>
          <span class="share">
            {formatShare(measured)}
            <span class="unseen"> measured,</span>
          </span>
          <span class="came">
            {formatCount(entries)}
            <span class="unseen"> came in</span>
          </span>
        </>
      )}
    </td>
  );
}

function Calendar({ month, entrance }: { month: Temporal.PlainYearMonth; entrance: EntranceMonth }): VNode {
  const { kiosk, days } = entrance;
  return (
    <section class="panel">
      <table class="calendar">
        <caption>
          <strong>{kiosk.row.name}</strong>
          <small>
            {nameOf(entrance.entrances) ?? 'Nothing in this month'}, days of {kiosk.zone}
          </small>
        </caption>
        <thead>
          <tr>
            {WEEK.map((name) => (
              <th scope="col" abbr={name}>
                {name.slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr>
              {week.map((date) =>
                date === undefined ? <td class="outside" /> : <Day date={date} day={days[date.day - 1]} />,
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Legend(): VNode {
  return (
    <ul class="legend" aria-label="What the days look like">
      {[
        ['none', 'not measured: —'],
        ['quarter-1', 'up to 25%'],
        ['quarter-2', 'up to 50%'],
        ['quarter-3', 'up to 75%'],
        ['quarter-4', 'up to 100%'],
      ].map(([level, words]) => (
        <li>
          <i class={level} aria-hidden="true" /> {words}
        </li>
      ))}
    </ul>
  );
}

function linkTo(month: Temporal.PlainYearMonth): string {
  return `/admin/coverage?month=${month.toString()}`;
}

function MonthChoice({ month }: { readonly month: Temporal.PlainYearMonth }): VNode {
  return (
    <form method="get" action="/admin/coverage" class="choice">
      <a class="button" href={linkTo(month.subtract({ months: 1 }))}>
        <span aria-hidden="true">←</span> <span class="unseen">The month before</span>
      </a>
      <label>
        <span class="unseen">Month</span>
        <input type="month" name="month" value={month.toString()} required pattern="\d{4}-\d{2}" />
      </label>
      <a class="button" href={linkTo(month.add({ months: 1 }))}>
        <span class="unseen">The month after</span> <span aria-hidden="true">→</span>
      </a>
      <button class="button">Show</button>
    </form>
  );
}

/** What the page of coverage shows. */
export interface CoveragePageProps {
  readonly formToken: string;
  readonly month: Temporal.PlainYearMonth;
  /** Of all kiosks, those that are revoked among them. */
  readonly kioskCount: number;
  readonly entrances: readonly EntranceMonth[];
}

/** How much of each day each entrance measured. */
export function CoveragePage({ formToken, month, kioskCount, entrances }: CoveragePageProps): VNode {
  return (
    <Layout title="Coverage" place="/admin/coverage" formToken={formToken}>
      <div class="heading">
        <h2>{formatMonth(month)}</h2>
        <MonthChoice month={month} />
      </div>
      <p class="hint">
        In each day: how much of it was measured, and below how many came in meanwhile. The day of a kiosk
        that is switched off at night is never whole. What was not measured is not zero.
      </p>
      <Legend />
      {entrances.length === 0 ? (
        <p class="panel empty">
          {kioskCount === 0
            ? 'There is no kiosk yet, so there is nothing to show.'
            : 'Nothing was counted in this month, and every kiosk is revoked.'}
        </p>
      ) : (
        <div class="calendars">
          {entrances.map((entrance) => (
            <Calendar month={month} entrance={entrance} />
          ))}
        </div>
      )}
    </Layout>
  );
}

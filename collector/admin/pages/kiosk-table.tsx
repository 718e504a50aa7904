/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { FleetKiosk } from '../fleet.ts';
import { formatAgo, formatCount, formatMoment, formatSkew } from '../format.ts';

const MOST_SKEW_MS = 60_000;
/** What a kiosk that is well sends is not older. */
const OLD_MS = 2 * 3_600_000;

const STATES: Record<FleetKiosk['state'], string> = {
  sending: 'Sending',
  silent: 'Silent',
  never: 'Never heard',
  revoked: 'Revoked',
};

interface RowProps {
  readonly kiosk: FleetKiosk;
  readonly nowMs: number;
}

function Moment({ timeMs, zone, nowMs }: { timeMs: number; zone: string; nowMs: number }): VNode {
  return (
    <>
      {formatAgo(nowMs - timeMs)}
      <small>
        <time dateTime={new Date(timeMs).toISOString()}>{formatMoment(timeMs, zone)}</time>
      </small>
    </>
  );
}

/** What the kiosk had yet to send when it was last heard. */
function Waiting({ kiosk: { row, zone }, nowMs }: RowProps): VNode {
  const { due_count: dueCount, oldest_due_start_ms: oldestMs, last_contact_ms: lastMs } = row;
  if (dueCount === null) return <span class="absent">not known</span>;
  if (dueCount === 0) return <>Nothing</>;
  const slots = dueCount === 1 ? '1 slot' : `${formatCount(dueCount)} slots`;
  if (oldestMs === null || lastMs === null) return <>{slots}</>;
  const isOld = lastMs - oldestMs > OLD_MS;
  return (
    <>
      <span class={isOld ? 'warning' : undefined}>
        {isOld && <span class="sign" aria-hidden="true" />}
        {slots}, oldest {formatAgo(nowMs - oldestMs)}
      </span>
      <small>
        <time dateTime={new Date(oldestMs).toISOString()}>{formatMoment(oldestMs, zone)}</time>
      </small>
    </>
  );
}

function Software({ row }: { readonly row: FleetKiosk['row'] }): VNode {
  if (row.software_version === null) return <span class="absent">not known</span>;
  return (
    <>
      {row.software_version}
      <small>tier {row.tier}</small>
    </>
  );
}

function Clock({ skewMs }: { readonly skewMs: number | null }): VNode {
  if (skewMs === null) return <span class="absent">not known</span>;
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return <>Right</>;
  return (
    <span class="warning">
      <span class="sign" aria-hidden="true" />
      {formatSkew(skewMs)}
    </span>
  );
}

function KioskRow({ kiosk, nowMs }: RowProps): VNode {
  const { row, state, zone } = kiosk;
  const { last_contact_ms: lastMs, revoked_ms: revokedMs } = row;
  return (
    <tr>
      <th scope="row">{row.name}</th>
      <td>
        <span class={`state ${state}`}>{STATES[state]}</span>
        {revokedMs !== null && <small>{formatMoment(revokedMs, zone)}</small>}
      </td>
      <td>{lastMs === null ? '–' : <Moment timeMs={lastMs} zone={zone} nowMs={nowMs} />}</td>
      <td>
        <Waiting kiosk={kiosk} nowMs={nowMs} />
      </td>
      <td>
        <Software row={row} />
      </td>
      <td>
        <Clock skewMs={row.clock_skew_ms} />
        {lastMs !== null && <small>{zone}</small>}
      </td>
      <td class="action">
        {state !== 'revoked' && (
          <a href={`/admin/kiosks/${encodeURIComponent(row.id)}/revoke`}>
            Revoke<span class="unseen"> {row.name}…</span>
          </a>
        )}
      </td>
    </tr>
  );
}

/** Every kiosk and how it is. */
export function KioskTable(props: { readonly kiosks: readonly FleetKiosk[]; readonly nowMs: number }): VNode {
  return (
    <div class="scroll" role="region" aria-labelledby="kiosks" tabindex={0}>
      <table>
        <caption class="unseen">Kiosks by name</caption>
        <thead>
          <tr>
            <th scope="col">Kiosk</th>
            <th scope="col">State</th>
            <th scope="col">Last contact</th>
            <th scope="col">Waiting then</th>
            <th scope="col">Software</th>
            <th scope="col">Clock and zone</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {props.kiosks.map((kiosk) => (
            <KioskRow kiosk={kiosk} nowMs={props.nowMs} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** @jsxRuntime automatic @jsxImportSource preact */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerParts } from '../server/server-options.ts';
import { parseDay, parseMonth } from './calendar.ts';
import { readCoverage } from './coverage.ts';
import { daysOf, readKiosks, readTotals, today, type FleetKiosk } from './fleet.ts';
import { CoveragePage } from './pages/coverage-page.tsx';
import { FleetPage } from './pages/fleet-page.tsx';
import { sendPage, sendTrouble } from './send-page.tsx';
import { formTokenOf, secretOf } from './session.ts';

/** What a query says by a name; empty when it does not, or says it more than once. */
function asked({ query }: FastifyRequest, name: string): string {
  const value = (query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
}

/** A sentence for whoever comes back from revoking a kiosk. */
function noticeOf(kiosks: readonly FleetKiosk[], revoked: string): string | undefined {
  const kiosk = kiosks.find(({ row, state }) => row.id === revoked && state === 'revoked');
  return kiosk && `${kiosk.row.name} is revoked. It can send nothing more; its totals stay.`;
}

async function sendFleet(
  parts: ServerParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { store, nowMs } = parts;
  const timeMs = nowMs();
  const kiosks = await readKiosks(store.database, timeMs);
  const span = asked(request, 'span') === 'week' ? 'week' : 'day';
  const dateText = asked(request, 'date');
  const date = dateText === '' ? today(kiosks, timeMs) : parseDay(dateText);
  if (date === undefined) return sendTrouble(reply, 422, `“${dateText}” is no day such as 2026-11-26.`);
  const lines = await readTotals(store.database, kiosks, daysOf(date, span), timeMs);
  const page = (
    <FleetPage
      formToken={formTokenOf(secretOf(request))}
      nowMs={timeMs}
      kiosks={kiosks}
      notice={noticeOf(kiosks, asked(request, 'revoked'))}
      totals={{ date, span, lines }}
    />
  );
  return sendPage(reply, 200, page);
}

async function sendCoverage(
  parts: ServerParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { store, nowMs } = parts;
  const timeMs = nowMs();
  const kiosks = await readKiosks(store.database, timeMs);
  const monthText = asked(request, 'month');
  const month = monthText === '' ? today(kiosks, timeMs).toPlainYearMonth() : parseMonth(monthText);
  if (month === undefined) return sendTrouble(reply, 422, `“${monthText}” is no month such as 2026-11.`);
  const entrances = await readCoverage(store.database, kiosks, month, timeMs);
  const page = (
    <CoveragePage
      formToken={formTokenOf(secretOf(request))}
      month={month}
      kioskCount={kiosks.length}
      entrances={entrances}
    />
  );
  return sendPage(reply, 200, page);
}

/** The pages that only show: the fleet with its totals, and how much was measured. */
export function fleetRoutes(server: FastifyInstance, parts: ServerParts): void {
  server.get('/', (request, reply) => sendFleet(parts, request, reply));
  server.get('/coverage', (request, reply) => sendCoverage(parts, request, reply));
}

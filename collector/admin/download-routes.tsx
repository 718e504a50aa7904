/** @jsxRuntime automatic @jsxImportSource preact */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Temporal } from 'temporal-polyfill';
import { pagesAsCsv, pagesAsJson } from '../bucket-pages.ts';
import type { ServerParts } from '../server/server-options.ts';
import { readBuckets, type ListedBucket } from '../store/list-buckets.ts';
import { parseDay, stretchOf } from './calendar.ts';
import { readKiosks, today, type FleetKiosk } from './fleet.ts';
import { formatShortDay } from './format.ts';
import { DownloadPage } from './pages/download-page.tsx';
import { sendPage, sendTrouble } from './send-page.tsx';
import { formTokenOf, secretOf } from './session.ts';

/** To answer HEAD, Fastify would read all that GET sends, to throw it away. */
const ONLY_GET = { exposeHeadRoute: false } as const;

interface Asked {
  readonly from?: unknown;
  readonly to?: unknown;
}

/** The days that a query asks for; a sentence when it asks for none. */
function daysAsked({ from, to }: Asked): readonly [Temporal.PlainDate, Temporal.PlainDate] | string {
  const [first, last] = [from, to].map((text) => (typeof text === 'string' ? parseDay(text) : undefined));
  if (first === undefined || last === undefined)
    return 'Say from and to which day, such as from=2026-11-01&to=2026-11-26.';
  if (first.since(last).sign > 0) return `${formatShortDay(first)} is after ${formatShortDay(last)}.`;
  return [first, last];
}

/** The buckets of `kiosks` from the start of the first day to the end of the last, each by its own time zone. */
async function* pagesOf(
  { store }: ServerParts,
  kiosks: readonly FleetKiosk[],
  [first, last]: readonly [Temporal.PlainDate, Temporal.PlainDate],
): AsyncGenerator<readonly ListedBucket[]> {
  for (const { row, zone } of kiosks) {
    const { id, name } = row;
    yield* readBuckets(store.database, { id, name, ...stretchOf(first, last, zone) });
  }
}

async function sendBuckets(
  parts: ServerParts,
  request: FastifyRequest,
  reply: FastifyReply,
  format: { readonly ending: string; readonly type: string; readonly write: typeof pagesAsCsv },
): Promise<FastifyReply> {
  const days = daysAsked(request.query as Asked);
  if (typeof days === 'string') return sendTrouble(reply, 422, days);
  const kiosks = await readKiosks(parts.store.database, parts.nowMs());
  const name = `vestibule-${days[0].toString()}-to-${days[1].toString()}.${format.ending}`;
  return reply
    .type(format.type)
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(format.write(pagesOf(parts, kiosks, days))));
}

/** Downloads, and the page to choose them on. */
export function downloadRoutes(server: FastifyInstance, parts: ServerParts): void {
  server.get('/download', async (request, reply) => {
    const timeMs = parts.nowMs();
    const last = today(await readKiosks(parts.store.database, timeMs), timeMs);
    const page = (
      <DownloadPage formToken={formTokenOf(secretOf(request))} first={last.with({ day: 1 })} last={last} />
    );
    return sendPage(reply, 200, page);
  });
  server.get('/buckets.csv', ONLY_GET, (request, reply) =>
    sendBuckets(parts, request, reply, {
      ending: 'csv',
      type: 'text/csv; charset=utf-8',
      write: pagesAsCsv,
    }),
  );
  server.get('/buckets.json', ONLY_GET, (request, reply) =>
    sendBuckets(parts, request, reply, {
      ending: 'json',
      type: 'application/json; charset=utf-8',
      write: pagesAsJson,
    }),
  );
}

import { Agent, request } from 'node:http';
import * as fc from 'fast-check';
import { sampleBatch, sampleBucket } from './samples.testing.ts';

/** A request that must be refused. */
export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What became of hostile requests. */
export interface HostileCounts {
  /** Answers by HTTP status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Requests without any answer, of which there should be none. */
  readonly unanswered: number;
}

const AT_ONCE = 16;

/** Values that are wrong wherever a bucket has a number, a text or a list. */
const WRONG_VALUES = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    -1,
    -0.5,
    2 ** 53,
    1e308,
    'x'.repeat(200),
    '\u0000',
    '\ud800',
    {},
    [-1],
    [[]],
  ),
  fc.integer({ max: -1 }),
  fc.array(fc.string(), { minLength: 1 }),
  fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { minKeys: 1 }),
);

const FIELDS = Object.keys(sampleBucket());

/** A batch with one wrong value at one place, alone or behind good buckets. */
const wrongField = fc
  .tuple(fc.constantFrom(...FIELDS), WRONG_VALUES, fc.nat({ max: 3 }))
  .filter(([field, value]) => field !== 'missing' || JSON.stringify(value) !== '{}')
  .map(([field, value, before]) => {
    const good = Array.from({ length: before }, (_, slot) => sampleBucket(slot));
    return JSON.stringify({
      ...sampleBatch(),
      buckets: [...good, { ...sampleBucket(before), [field]: value }],
    });
  });

/** Sound values that do not fit together, or one thing too many or too few. */
const wrongBatch = fc
  .oneof(
    fc.constantFrom(...FIELDS).map((field) => ({ ...sampleBucket(), [field]: undefined })),
    fc
      .string({ minLength: 1 })
      .filter((name) => !FIELDS.includes(name))
      .map((name) => ({ ...sampleBucket(), [name]: 1 })),
    fc.integer({ min: 8, max: 1_000_000 }).map((woman) => sampleBucket(0, { woman })),
    fc.integer({ min: 1, max: 899_999 }).map((offMs) => sampleBucket(0, { startMs: offMs })),
  )
  .map((bucket) => JSON.stringify({ ...sampleBatch(), buckets: [sampleBucket(1), bucket] }));

/** A good batch cut short, so that it is no JSON any more. */
const cutShort = fc
  .nat({ max: 300 })
  .map((length) => JSON.stringify(sampleBatch(sampleBucket())).slice(0, length));

const nonsense = fc.oneof(
  fc.json(),
  fc.string(),
  fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":1}}',
    '['.repeat(50_000),
    '9'.repeat(20_000),
  ),
);

const tokens = (token: string) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(`Bearer ${token}`) },
    { weight: 1, arbitrary: fc.constantFrom('', 'Bearer', 'Bearer x', `Basic ${token}`, `Bearer ${token}x`) },
    { weight: 1, arbitrary: fc.stringMatching(/^[ -~]{0,300}$/) },
  );

/** Requests that show the good token of a kiosk more often than not, and are wrong in at least one way. */
export function hostileRequests(token: string): fc.Arbitrary<HostileRequest> {
  const batches = fc.record({
    method: fc.constant('POST'),
    path: fc.constant('/v1/batches'),
    headers: tokens(token).map((authorization) => ({ 'content-type': 'application/json', authorization })),
    body: fc.oneof(wrongField, wrongBatch, cutShort, nonsense),
  });
  const anything = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'),
    path: fc.oneof(
      fc.constantFrom(
        '/v1/batches',
        '/v1/enrolments',
        '/v1/',
        '/v1/batches/..',
        '/%',
        '/%00',
        '//',
        '/v1/%ff',
      ),
      fc.webPath().map((path) => `/${path}`),
    ),
    headers: fc
      .constantFrom('application/json', 'text/plain', 'application/json; charset=utf-16', 'x', '')
      .map((type) => ({ 'content-type': type })),
    body: nonsense,
  });
  return fc.oneof({ weight: 3, arbitrary: batches }, { weight: 1, arbitrary: anything });
}

function send(
  agent: Agent,
  url: string,
  { method, path, headers, body }: HostileRequest,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const length = String(Buffer.byteLength(body));
    const sent = request(
      url,
      { agent, method, path, headers: { ...headers, 'content-length': length } },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode));
      },
    );
    sent.on('error', () => resolve(undefined));
    sent.end(body);
  });
}

/** Sends `count` of `requests` to the collector at `url`, the same ones for the same `seed`. */
export async function sendAll(
  url: string,
  requests: fc.Arbitrary<HostileRequest>,
  count: number,
  seed: number,
): Promise<HostileCounts> {
  const queue = fc.sample(requests, { numRuns: count, seed }).values();
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const statuses = new Map<number, number>();
  let unanswered = 0;
  const work = async (): Promise<void> => {
    for (const hostile of queue) {
      const status = await send(agent, url, hostile);
      if (status === undefined) unanswered += 1;
      else statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  agent.destroy();
  return { statuses, unanswered };
}

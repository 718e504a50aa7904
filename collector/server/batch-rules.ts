import type { FastifyReply, FastifyRequest } from 'fastify';
import { MOST_BUCKETS, PROTOCOL, type Batch, type SentBucket } from '../../src/domain/batch.ts';
import { invalid, type Invalid } from './invalid-body.ts';
import { refuse } from './refusals.ts';

/** A member of `body`, whatever it is. */
function member(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null || !(name in body)) return undefined;
  return (body as Readonly<Record<string, unknown>>)[name];
}

/**
 * Before the schema: what has a refusal of its own, for a kiosk acts differently on each. A number that is not ours is another
 * protocol; anything else at its place is just invalid.
 */
export async function checkEnvelope(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (request.body === undefined)
    return refuse(reply, 400, { kind: 'invalid-json', message: 'There is no body; send one JSON object.' });
  const protocol = member(request.body, 'protocol');
  if (typeof protocol === 'number' && protocol !== PROTOCOL) {
    const message = `This collector speaks protocol ${PROTOCOL}, not ${protocol}; update the older of the two.`;
    return refuse(reply, 409, { kind: 'unknown-protocol', message });
  }
  const buckets = member(request.body, 'buckets');
  if (Array.isArray(buckets) && buckets.length > MOST_BUCKETS) {
    const message = `A batch may have ${MOST_BUCKETS} buckets at most, this has ${buckets.length}; send fewer at once.`;
    return refuse(reply, 413, { kind: 'too-large', message });
  }
  return undefined;
}

function breachOf(bucket: SentBucket, place: number): Invalid | undefined {
  const { woman, man, undetermined, entries, startMs, slotMs } = bucket;
  const sum = woman + man + undetermined;
  if (sum > entries)
    return invalid(`at least woman + man + undetermined = ${sum}`, String(entries), ['entries'], place);
  if (startMs % slotMs !== 0)
    return invalid(`a multiple of slotMs = ${slotMs}`, String(startMs), ['startMs'], place);
  return undefined;
}

/** The first breach of what a schema cannot say; undefined when all buckets are good. */
export function findBreach({ buckets }: Batch): Invalid | undefined {
  for (const [place, bucket] of buckets.entries()) {
    const breach = breachOf(bucket, place);
    if (breach !== undefined) return breach;
  }
  return undefined;
}

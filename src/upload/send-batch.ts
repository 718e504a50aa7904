/** A batch of totals to the collector and its word on each of them. */
import {
  OUTCOMES,
  PROTOCOL,
  type Batch,
  type BucketOutcome,
  type BucketResult,
  type KioskReport,
  type SentBucket,
} from '../domain/batch.ts';
import type { Collector } from '../domain/collector.ts';
import { post } from './exchange.ts';
import { isUploadTrouble, type UploadTrouble } from './trouble.ts';

/** The outcome of one bucket when the answer is about that bucket at that revision. */
function outcomeFor(sent: SentBucket, result: unknown): BucketOutcome | undefined {
  const said = Object(result) as Partial<Record<keyof BucketResult, unknown>>;
  const isAboutIt =
    said.entrance === sent.entrance &&
    said.epoch === sent.epoch &&
    said.startMs === sent.startMs &&
    said.revision === sent.revision;
  return isAboutIt ? OUTCOMES.find((outcome) => outcome === said.outcome) : undefined;
}

function toResults(buckets: readonly SentBucket[], answer: object): readonly BucketResult[] | undefined {
  const said: unknown = Reflect.get(answer, 'results');
  if (!Array.isArray(said) || said.length !== buckets.length) return undefined;
  const results = buckets.flatMap((bucket, index) => {
    const { entrance, epoch, startMs, revision } = bucket;
    const outcome = outcomeFor(bucket, said[index]);
    return outcome === undefined ? [] : [{ entrance, epoch, startMs, revision, outcome }];
  });
  return results.length === buckets.length ? results : undefined;
}

/**
 * Sends one batch.
 *
 * @returns one result for each bucket, in their order; trouble when the answer is about anything else
 */
export async function sendBatch(
  { url, token }: Collector,
  kiosk: KioskReport,
  buckets: readonly SentBucket[],
): Promise<readonly BucketResult[] | UploadTrouble> {
  const body: Batch = { protocol: PROTOCOL, kiosk, buckets };
  const exchanged = await post(url, '/v1/batches', { body, token });
  if (isUploadTrouble(exchanged)) return exchanged;
  return (
    toResults(buckets, exchanged.answer) ?? {
      kind: 'wrong-answer',
      message:
        'The collector answered about other totals than those that were sent. Nothing was taken for sent.',
    }
  );
}

import type { Kysely, Transaction } from 'kysely';
import type { BucketOutcome, BucketResult, SentBucket } from '../../src/domain/batch.ts';
import { keyText, rowOf } from './bucket-row.ts';
import { noteContact, type Contact } from './contact.ts';
import { outcomeOf, readHeld, type Held } from './held-buckets.ts';
import type { BucketRow, Tables } from './schema.ts';
import { inTransaction } from './transaction.ts';

/** All columns but the key: what a higher revision replaces. */
const REPLACED = [
  'revision',
  'digest',
  'received_ms',
  'slot_ms',
  'entries',
  'exits',
  'woman',
  'man',
  'undetermined',
  'dwell_bins',
  'coverage_sec',
  'missing',
  'software_version',
  'model',
  'settings_version',
  'tier',
  'mean_frame_rate',
  'latency_bins',
] as const satisfies readonly (keyof BucketRow)[];

/** A row with its key's text. */
interface Keyed {
  readonly key: string;
  readonly row: BucketRow;
}

/**
 * The rows in rounds: the n-th round holds the n-th row of each key, since one statement may not touch a row twice. Sorted, so
 * that transactions lock rows in one order.
 */
function inRounds(rows: readonly Keyed[]): Keyed[][] {
  const rounds: Keyed[][] = [];
  const seen = new Map<string, number>();
  for (const keyed of rows) {
    const round = seen.get(keyed.key) ?? 0;
    seen.set(keyed.key, round + 1);
    (rounds[round] ??= []).push(keyed);
  }
  return rounds.map((round) => round.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
}

/** Writes the rows that are new or of a higher revision, and answers the keys of these. */
async function writeHigher(
  transaction: Transaction<Tables>,
  rows: readonly BucketRow[],
): Promise<Set<string>> {
  const written = await transaction
    .insertInto('buckets')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['entrance', 'epoch', 'start_ms'])
        .doUpdateSet((build) =>
          Object.fromEntries(REPLACED.map((column) => [column, build.ref(`excluded.${column}`)])),
        )
        .whereRef('excluded.revision', '>', 'buckets.revision')
        .whereRef('buckets.kiosk', '=', 'excluded.kiosk'),
    )
    .returning(['entrance', 'epoch', 'start_ms as startMs'])
    .execute();
  return new Set(written.map(keyText));
}

/** Stores one round, in which no key is twice. */
async function storeRound(
  transaction: Transaction<Tables>,
  round: readonly Keyed[],
  keptFromMs: number,
): Promise<Map<Keyed, BucketOutcome>> {
  const kept = round.filter(({ row }) => row.start_ms >= keptFromMs).map(({ row }) => row);
  const written = kept.length === 0 ? new Set<string>() : await writeHigher(transaction, kept);
  const left = round.filter(({ key }) => !written.has(key)).map(({ row }) => row);
  const held = left.length === 0 ? new Map<string, Held>() : await readHeld(transaction, left);
  return new Map(
    round.map((keyed) => {
      const outcome = written.has(keyed.key)
        ? 'stored'
        : outcomeOf(keyed.row, held.get(keyed.key), keptFromMs);
      return [keyed, outcome];
    }),
  );
}

/**
 * Stores the buckets of one batch in one transaction, and notes the contact. Answers one result for each bucket, in their order,
 * as if they had come one after the other; undefined, with nothing changed, when the kiosk is revoked. At most `MOST_BUCKETS`:
 * all go into one statement, and 500 rows stay below the parameters that SQLite (32 766) and PostgreSQL (65 535) take.
 * Slots that start before `keptFromMs` are written no more: see `retention.ts`.
 */
export async function storeBuckets(
  database: Kysely<Tables>,
  kiosk: string,
  buckets: readonly SentBucket[],
  contact: Contact,
  keptFromMs = -Infinity,
): Promise<readonly BucketResult[] | undefined> {
  const rows = buckets.map((bucket) => ({ key: keyText(bucket), row: rowOf(kiosk, bucket, contact.atMs) }));
  const rounds = inRounds(rows);
  const outcomes = await inTransaction(database, async (transaction) => {
    if (!(await noteContact(transaction, kiosk, contact))) return undefined;
    const all = new Map<Keyed, BucketOutcome>();
    for (const round of rounds)
      for (const [keyed, outcome] of await storeRound(transaction, round, keptFromMs))
        all.set(keyed, outcome);
    return all;
  });
  return outcomes && rows.map((keyed) => resultOf(keyed, outcomes));
}

function resultOf(keyed: Keyed, outcomes: ReadonlyMap<Keyed, BucketOutcome>): BucketResult {
  const { entrance, epoch, start_ms: startMs, revision } = keyed.row;
  const outcome = outcomes.get(keyed);
  if (outcome === undefined) throw new Error('a bucket of the batch has no outcome');
  return { entrance, epoch, startMs, revision, outcome };
}

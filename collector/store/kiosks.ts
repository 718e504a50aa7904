import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable, Transaction } from 'kysely';
import { claimKey } from './kiosk-keys.ts';
import { NOT_PLAIN } from './plain-text.ts';
import type { KioskTable, Tables } from './schema.ts';
import { hashOf, kioskOf, makeCode, makeToken, plainCode, sameHash } from './secrets.ts';
import { inTransaction } from './transaction.ts';

const DAY_MS = 86_400_000;

const PLAIN = new RegExp(`^[^${NOT_PLAIN}]+$`, 'u');

/** Of a kiosk's name, in characters. */
export const LONGEST_NAME = 80;

/** What to call a kiosk, from what a person typed; undefined when it is empty, too long or not plain. */
export function parseKioskName(typed: string): string | undefined {
  const name = typed.trim();
  return PLAIN.test(name) && name.length <= LONGEST_NAME ? name : undefined;
}

/** A kiosk that showed a good token. */
export interface KnownKiosk {
  readonly id: string;
  readonly name: string;
  /** Of the token it showed. */
  readonly tokenHash: string;
}

/** What a kiosk gets once: the token is nowhere else. */
export interface NewToken {
  readonly kiosk: string;
  readonly name: string;
  readonly token: string;
}

/** Makes a one-time code for a kiosk that will be called `name`, good for 24 hours from `nowMs`, and answers it. */
export async function addCode(database: Kysely<Tables>, name: string, nowMs: number): Promise<string> {
  const code = makeCode();
  const row = { code_hash: hashOf(plainCode(code)), name, expires_ms: nowMs + DAY_MS, used_ms: null };
  await inTransaction(database, (transaction) =>
    transaction.insertInto('enrolment_codes').values(row).execute(),
  );
  return code;
}

/** Makes the kiosk of a used code, or gives the one that has this key already a new token and the code's name. */
async function makeKiosk(
  transaction: Transaction<Tables>,
  name: string,
  thumbprint: string | undefined,
  nowMs: number,
): Promise<NewToken> {
  const known = thumbprint === undefined ? undefined : await claimKey(transaction, thumbprint);
  const id = known?.id ?? randomUUID();
  const token = makeToken(id);
  const own = { name, token_hash: hashOf(token), key_thumbprint: thumbprint ?? null };
  if (known === undefined)
    await transaction
      .insertInto('kiosks')
      .values({ id, created_ms: nowMs, ...own })
      .execute();
  else
    await transaction
      .updateTable('kiosks')
      .set({ ...own, previous_token_hash: null, previous_expires_ms: null })
      .where('id', '=', id)
      .execute();
  return { kiosk: id, name, token };
}

/**
 * Uses a code up and makes its kiosk; undefined when the code is wrong, used or expired. Of two at once, one gets it.
 *
 * @param thumbprint of the key that the kiosk has proved to have; a kiosk that is known by it stays the same one
 */
export async function enrol(
  database: Kysely<Tables>,
  code: string,
  nowMs: number,
  thumbprint?: string,
): Promise<NewToken | undefined> {
  return inTransaction(database, async (transaction) => {
    const used = await transaction
      .updateTable('enrolment_codes')
      .set({ used_ms: nowMs })
      .where('code_hash', '=', hashOf(plainCode(code)))
      .where('used_ms', 'is', null)
      .where('expires_ms', '>', nowMs)
      .returning('name')
      .executeTakeFirst();
    if (used === undefined) return undefined;
    return makeKiosk(transaction, used.name, thumbprint, nowMs);
  });
}

function isPrevious(row: Selectable<KioskTable>, tokenHash: string, nowMs: number): boolean {
  if (row.previous_token_hash === null || (row.previous_expires_ms ?? Infinity) <= nowMs) return false;
  return sameHash(row.previous_token_hash, tokenHash);
}

/** Whose token this is; a new token's first use ends the one before it. */
export async function findKiosk(
  database: Kysely<Tables>,
  token: string,
  nowMs: number,
): Promise<KnownKiosk | 'unknown' | 'revoked'> {
  const id = kioskOf(token);
  if (id === undefined) return 'unknown';
  const row = await database.selectFrom('kiosks').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return 'unknown';
  const tokenHash = hashOf(token);
  const current = sameHash(row.token_hash, tokenHash);
  if (!current && !isPrevious(row, tokenHash, nowMs)) return 'unknown';
  if (row.revoked_ms !== null) return 'revoked';
  if (current && row.previous_token_hash !== null)
    await inTransaction(database, (transaction) =>
      transaction
        .updateTable('kiosks')
        .set({ previous_token_hash: null, previous_expires_ms: null })
        .where('id', '=', id)
        .where('token_hash', '=', tokenHash)
        .execute(),
    );
  return { id, name: row.name, tokenHash };
}

/**
 * Gives the kiosk a new token; the one it showed stays good until the new one is used, so that an answer that got lost locks nobody
 * out, be it offline for months after. Undefined when the shown token is no longer good.
 */
export async function rotateToken(
  database: Kysely<Tables>,
  { id, name, tokenHash }: KnownKiosk,
): Promise<NewToken | undefined> {
  const token = makeToken(id);
  const changes = { token_hash: hashOf(token), previous_token_hash: tokenHash, previous_expires_ms: null };
  const rotated = await inTransaction(database, (transaction) =>
    transaction
      .updateTable('kiosks')
      .set(changes)
      .where('id', '=', id)
      .where('revoked_ms', 'is', null)
      .where((build) =>
        build.or([build('token_hash', '=', tokenHash), build('previous_token_hash', '=', tokenHash)]),
      )
      .returning('id')
      .executeTakeFirst(),
  );
  return rotated && { kiosk: id, name, token };
}

/** All kiosks, in the order of their enrolment. */
export async function listKiosks(database: Kysely<Tables>): Promise<Selectable<KioskTable>[]> {
  return database.selectFrom('kiosks').selectAll().orderBy('created_ms').orderBy('id').execute();
}

/** Ends a kiosk's right to send, for good; false when there is no such kiosk. Its buckets stay. */
export async function revokeKiosk(database: Kysely<Tables>, id: string, nowMs: number): Promise<boolean> {
  const revoked = await inTransaction(database, (transaction) =>
    transaction
      .updateTable('kiosks')
      .set(({ fn, val }) => ({ revoked_ms: fn.coalesce('revoked_ms', val(nowMs)) }))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst(),
  );
  return revoked !== undefined;
}

/** Which kiosk a signing key belongs to. A key has one kiosk at a time, and whoever runs the collector says which. */
import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema.ts';
import { hashOf, makeToken } from './secrets.ts';
import { inTransaction } from './transaction.ts';

/** The kiosk of a key. */
export interface KeyHolder {
  readonly id: string;
  readonly name: string;
  readonly revoked: boolean;
}

/** The kiosk whose key has this thumbprint; undefined when no kiosk is known to have it. */
export async function findByKey(
  database: Kysely<Tables>,
  thumbprint: string,
): Promise<KeyHolder | undefined> {
  const row = await database
    .selectFrom('kiosks')
    .select(['id', 'name', 'revoked_ms'])
    .where('key_thumbprint', '=', thumbprint)
    .executeTakeFirst();
  return row && { id: row.id, name: row.name, revoked: row.revoked_ms !== null };
}

/** The kiosk that has the key and may send; a revoked one loses it, so that another can get it. */
export async function claimKey(
  transaction: Transaction<Tables>,
  thumbprint: string,
): Promise<KeyHolder | undefined> {
  const holder = await findByKey(transaction, thumbprint);
  if (holder?.revoked !== true) return holder;
  await transaction.updateTable('kiosks').set({ key_thumbprint: null }).where('id', '=', holder.id).execute();
  return undefined;
}

/** Makes a kiosk for the key, without a network: nobody has its token. A kiosk that has the key already stays as it is. */
export function trustAsNew(
  database: Kysely<Tables>,
  thumbprint: string,
  name: string,
  nowMs: number,
): Promise<KeyHolder> {
  const id = randomUUID();
  const unused = hashOf(makeToken(id));
  return inTransaction(database, async (transaction) => {
    const holder = await claimKey(transaction, thumbprint);
    if (holder !== undefined) return holder;
    const row = { id, name, token_hash: unused, created_ms: nowMs, key_thumbprint: thumbprint };
    await transaction.insertInto('kiosks').values(row).execute();
    return { id, name, revoked: false };
  });
}

/**
 * Says that the kiosk `id` signs with the key. Answers who has the key afterwards: another kiosk, when that had it before; undefined
 * when there is no such kiosk that may send, or when it signs with another key.
 */
export function trustAsKnown(
  database: Kysely<Tables>,
  thumbprint: string,
  id: string,
): Promise<KeyHolder | undefined> {
  return inTransaction(database, async (transaction) => {
    const holder = await findByKey(transaction, thumbprint);
    if (holder?.revoked === false) return holder;
    const target = await transaction
      .selectFrom('kiosks')
      .select('name')
      .where('id', '=', id)
      .where('revoked_ms', 'is', null)
      .where('key_thumbprint', 'is', null)
      .executeTakeFirst();
    if (target === undefined) return undefined;
    await claimKey(transaction, thumbprint);
    await transaction
      .updateTable('kiosks')
      .set({ key_thumbprint: thumbprint })
      .where('id', '=', id)
      .execute();
    return { id, name: target.name, revoked: false };
  });
}

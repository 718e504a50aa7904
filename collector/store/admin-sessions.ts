import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { isPassword, readPassword } from './admin-password.ts';
import type { Tables } from './schema.ts';
import { hashOf } from './secrets.ts';
import { inTransaction } from './transaction.ts';

/** How long someone stays signed in. */
export const SESSION_MS = 43_200_000;

const SECRET_BYTES = 32;

/**
 * Starts a session with the password `typed`. Answers its secret, 256 bits in base64url, which is nowhere else; undefined when the
 * password is wrong, or was changed meanwhile.
 */
export async function signIn(
  database: Kysely<Tables>,
  typed: string,
  nowMs: number,
): Promise<string | undefined> {
  const known = await readPassword(database);
  if (known === undefined || !(await isPassword(known, typed))) return undefined;
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const row = { secret_hash: hashOf(secret), expires_ms: nowMs + SESSION_MS };
  return inTransaction(database, async (transaction) => {
    const still = await readPassword(transaction);
    if (still?.hash !== known.hash) return undefined;
    await transaction.deleteFrom('admin_sessions').where('expires_ms', '<=', nowMs).execute();
    await transaction.insertInto('admin_sessions').values(row).execute();
    return secret;
  });
}

/** Whether `secret` is that of a session that goes on. */
export async function isSession(database: Kysely<Tables>, secret: string, nowMs: number): Promise<boolean> {
  const found = await database
    .selectFrom('admin_sessions')
    .select('secret_hash')
    .where('secret_hash', '=', hashOf(secret))
    .where('expires_ms', '>', nowMs)
    .executeTakeFirst();
  return found !== undefined;
}

/** Ends a session; nothing when there is none. */
export async function signOut(database: Kysely<Tables>, secret: string): Promise<void> {
  await inTransaction(database, (transaction) =>
    transaction.deleteFrom('admin_sessions').where('secret_hash', '=', hashOf(secret)).execute(),
  );
}

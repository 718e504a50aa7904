import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { AdminPasswordTable, Tables } from './schema.ts';
import { inTransaction } from './transaction.ts';

/** Of a password in characters; longer ones would only cost time. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

/** OWASP's minimum for scrypt: 32 MiB of memory for each try. */
const COST = 2 ** 15;
const BLOCK_SIZE = 8;
const PARALLELIZATION = 3;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** What scrypt may use: it needs 128 · cost · block size bytes and a little more. */
const MOST_MEMORY_BYTES = 64 * 1024 * 1024;

type PasswordRow = Selectable<AdminPasswordTable>;

function derive(password: string, salt: string, options: ScryptOptions): Promise<Buffer> {
  // Keyboards differ in how they compose a letter with its accent.
  const plain = password.normalize('NFKC');
  return new Promise((resolve, reject) => {
    scrypt(
      plain,
      Buffer.from(salt, 'base64url'),
      HASH_BYTES,
      { ...options, maxmem: MOST_MEMORY_BYTES },
      (error, hash) => (error === null ? resolve(hash) : reject(error)),
    );
  });
}

/** Sets the password, in place of the one before, and signs everybody out. `cost` is scrypt's N, a power of two. */
export async function setPassword(
  database: Kysely<Tables>,
  password: string,
  nowMs: number,
  cost = COST,
): Promise<void> {
  const salt = randomBytes(SALT_BYTES).toString('base64url');
  const asked = { cost, blockSize: BLOCK_SIZE, parallelization: PARALLELIZATION };
  const hash = await derive(password, salt, asked);
  const row = {
    id: 'admin',
    salt,
    hash: hash.toString('base64url'),
    cost,
    block_size: BLOCK_SIZE,
    parallelization: PARALLELIZATION,
    set_ms: nowMs,
  } as const;
  await inTransaction(database, async (transaction) => {
    await transaction.deleteFrom('admin_password').execute();
    await transaction.insertInto('admin_password').values(row).execute();
    await transaction.deleteFrom('admin_sessions').execute();
  });
}

/** The password's hash; undefined when nobody has set one. */
export async function readPassword(database: Kysely<Tables>): Promise<PasswordRow | undefined> {
  return database.selectFrom('admin_password').selectAll().executeTakeFirst();
}

/** Whether `typed` is the password that `row` is the hash of, in a time that does not tell how near it is. */
export async function isPassword(row: PasswordRow, typed: string): Promise<boolean> {
  const { salt, cost, block_size: blockSize, parallelization } = row;
  const hash = await derive(typed, salt, { cost, blockSize, parallelization });
  return timingSafeEqual(hash, Buffer.from(row.hash, 'base64url'));
}

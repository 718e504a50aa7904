import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findPostgres } from '../../scripts/postgres.ts';

const READY_MS = 30_000;

/** The server itself syncs as ever; only the making of its empty files need not last. */
const INIT_ARGUMENTS = ['-U', 'collector', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'];

/** A real PostgreSQL on an empty folder of its own; its socket is in that folder. */
export interface TestPostgres {
  /** Makes an empty database and answers its address. */
  newDatabase(): Promise<string>;
  /** Ends it at once, as a power cut would. */
  stop(): Promise<void>;
  /** Starts it again on the same data. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

/** Ids of a user that is not root, which PostgreSQL refuses to run as; undefined when we are not root ourselves. */
function otherUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = ['postgres', 'nobody'].flatMap((name) => lines.filter((it) => it.startsWith(`${name}:`)))[0];
  const [, , uid, gid] = (line ?? '').split(':').map(Number);
  if (uid === undefined || gid === undefined) throw new Error('There is no user to run PostgreSQL as.');
  return { uid, gid };
}

async function untilReady(address: string): Promise<void> {
  const deadlineMs = Date.now() + READY_MS;
  for (;;) {
    const client = new Client({ connectionString: address });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      // It refuses while it starts.
      if (Date.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function end(server: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  // SIGQUIT: at once, for the folder goes anyway.
  if (server.kill('SIGQUIT')) await ended;
}

/** Starts PostgreSQL as it comes: fsync on, every default. */
export async function startPostgres(): Promise<TestPostgres> {
  const bin = findPostgres();
  // Not skipped: these tests must not pass without having run.
  if (bin === undefined) throw new Error('The tests need PostgreSQL: install it, or put initdb on the PATH.');
  const folder = mkdtempSync(join(tmpdir(), 'collector-pg-'));
  const user = otherUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder, stdio: 'ignore' as const };
  const data = join(folder, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, ...INIT_ARGUMENTS], options);
  const addressOf = (name: string): string =>
    `postgresql:///${name}?host=${encodeURIComponent(folder)}&user=collector`;
  const start = async (): Promise<ChildProcess> => {
    const serverArguments = ['-D', data, '-k', folder, '-c', 'listen_addresses='];
    const started = spawn(join(bin, 'postgres'), serverArguments, options);
    await untilReady(addressOf('postgres'));
    return started;
  };
  let server = await start();
  let count = 0;
  return {
    async newDatabase() {
      count += 1;
      const client = new Client({ connectionString: addressOf('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE test${count}`);
      await client.end();
      return addressOf(`test${count}`);
    },
    stop: () => end(server),
    async restart() {
      server = await start();
    },
    async dispose() {
      await end(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { testFolder } from './stores.testing.ts';

/** The name of PostgreSQL's socket in its folder, by its own rule for its usual port. */
const SOCKET = '.s.PGSQL.5432';

/** Stands between a store and PostgreSQL. */
export interface PostgresProxy {
  /** The database's address by way of the proxy. */
  readonly databaseUrl: string;
  /** From now on, a connection breaks where what is asked for in it has this text; undefined for none. */
  breakAt(text: string | undefined): void;
  dispose(): void;
}

/** Starts a proxy in front of the PostgreSQL at `databaseUrl`, an address as `startPostgres` makes them. */
export async function startPostgresProxy(databaseUrl: string): Promise<PostgresProxy> {
  const { folder, remove } = testFolder();
  const [, database, query] = /^postgresql:\/\/\/(\w+)\?(.*)$/.exec(databaseUrl) ?? [];
  const asked = new URLSearchParams(query);
  const target = join(asked.get('host') ?? '', SOCKET);
  const sockets = new Set<Socket>();
  let breaking: string | undefined;
  const server = createServer((client) => {
    const behind = connect(target);
    for (const [socket, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      sockets.add(socket);
      socket.on('data', (chunk) => {
        if (breaking !== undefined && socket === client && chunk.includes(breaking)) client.destroy();
        else other.write(chunk);
      });
      // A connection that breaks on one side breaks on the other.
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(join(folder, SOCKET), resolve));
  asked.set('host', folder);
  return {
    databaseUrl: `postgresql:///${database}?${asked.toString()}`,
    breakAt(text) {
      breaking = text;
    },
    dispose() {
      for (const socket of sockets) socket.destroy();
      server.close();
      remove();
    },
  };
}

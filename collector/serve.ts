import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { bad, good, messageOf, type Outcome } from '../tools/command-line.ts';
import type { ServeArguments } from './arguments.ts';
import { RetentionKeeper } from './retention-keeper.ts';
import { isBearerToken } from './server/authorise.ts';
import { closeServer } from './server/close-server.ts';
import { buildServer } from './server/server.ts';
import type { ServerOptions } from './server/server-options.ts';
import type { OpenStore } from './store/open-store.ts';

const REQUEST_MS = 30_000;
const ENROLMENTS_PER_MINUTE = 20;
const SIGN_INS_PER_ADDRESS = 10;
const SIGN_INS_OF_ALL = 60;

/** After a signal: when requests that still run are cut off, and when the process ends whatever still runs. */
const CUT_OFF_MS = 6_000;
const END_MS = 9_000;

function readTls(files: ServeArguments['tlsFiles']): Outcome<ServerOptions['tls']> {
  if (files === undefined) return good(undefined);
  try {
    return good({ cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') });
  } catch (error) {
    // The user named the files.
    return bad(`the certificate or its key cannot be read: ${messageOf(error)}`);
  }
}

function readMetricsToken(): Outcome<string | undefined> {
  const token = process.env['METRICS_TOKEN'] ?? '';
  if (token === '') return good(undefined);
  if (isBearerToken(token)) return good(token);
  return bad(
    'METRICS_TOKEN has 1 to 200 letters, digits and -._~+/, and = at its end alone; a header can carry no other',
  );
}

function readOptions(store: OpenStore, asked: ServeArguments): Outcome<ServerOptions> {
  const tls = readTls(asked.tlsFiles);
  if (!tls.ok) return tls;
  const metricsToken = readMetricsToken();
  if (!metricsToken.ok) return metricsToken;
  const { kioskFolder } = asked;
  if (kioskFolder !== undefined && !existsSync(join(kioskFolder, 'index.html')))
    return bad(`there is no built kiosk in ${kioskFolder}; npm run build makes one in dist`);
  return good({
    store,
    nowMs: Date.now,
    logger: { level: 'info', base: null },
    origins: asked.origins,
    keepDays: asked.keepDays,
    requestMs: REQUEST_MS,
    requestsPerMinute: asked.requestsPerMinute,
    enrolmentsPerMinute: ENROLMENTS_PER_MINUTE,
    signInsPerAddress: SIGN_INS_PER_ADDRESS,
    signInsOfAll: SIGN_INS_OF_ALL,
    metricsToken: metricsToken.value,
    kioskFolder: kioskFolder === undefined ? undefined : resolve(kioskFolder),
    tls: tls.value,
    trustProxy: asked.trustProxy,
  });
}

/** Resolves when the process is told to end. */
function untilToldToEnd(): Promise<string> {
  return new Promise((end) => {
    // A terminal and tsx each send one: the second must not end the process while it finishes.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(signal));
  });
}

/** Finishes the requests that run, within the limits above. */
async function closeInTime(server: FastifyInstance): Promise<void> {
  setTimeout(() => server.server.closeAllConnections(), CUT_OFF_MS).unref();
  setTimeout(() => process.exit(0), END_MS).unref();
  await closeServer(server);
}

/** Serves from `store` until SIGTERM or SIGINT; a sentence when it cannot start. The store stays its owner's. */
export async function serve(store: OpenStore, asked: ServeArguments): Promise<Outcome<undefined>> {
  const options = readOptions(store, asked);
  if (!options.ok) return options;
  const told = untilToldToEnd();
  try {
    const server = await buildServer(options.value);
    // Fastify logs the address.
    await server.listen({ host: asked.host, port: asked.port });
    const keeper = new RetentionKeeper(store.database, asked.keepDays, server.log, options.value.nowMs);
    keeper.start();
    const signal = await told;
    server.log.info({ signal }, 'ending');
    await Promise.all([closeInTime(server), keeper.dispose()]);
    return good(undefined);
  } catch (error) {
    // A port that is taken, an address that is not ours, a certificate that is none.
    return bad(`the collector cannot serve: ${messageOf(error)}`);
  }
}

import { parseArgs } from 'node:util';
import { bad, good, messageOf, type Outcome } from '../tools/command-line.ts';
import { LONGEST_NAME, parseKioskName } from './store/kiosks.ts';
import { readImport } from './import/import-arguments.ts';
import type { ImportAsked } from './import/import-file.ts';

export const USAGE = `usage: npm run --silent collector -- [COMMAND] [OPTIONS]

Takes the totals of offline kiosks and keeps them in a database.
  (no command)        serves, until SIGTERM or SIGINT
  password            sets the password of the fleet page, from the keyboard or standard input
  enrol --name NAME   prints a one-time code for one kiosk, good for 24 hours
  kiosks              lists the kiosks
  revoke ID           ends a kiosk's right to send; its totals stay
  import FILE...      takes files that kiosks without a network exported, and writes a receipt beside each
  buckets [--json]    prints all totals, slot by slot, as CSV or JSON; times are UTC

The database is a SQLite file in --data, or the PostgreSQL that the variable DATABASE_URL names.
  --data DIR                 folder of the SQLite file (default ./collector-data)
  --host ADDRESS             address to listen on (default 127.0.0.1)
  --port N                   port to listen on, 0 for any free one (default 8787)
  --tls-cert, --tls-key      files in PEM, to serve https
  --kiosk DIR                serves the built kiosk from DIR too
  --origin URL               only pages of this origin may send; can be given more than once (default: any)
  --trust-proxy ADDRESS      of a proxy in front, or its network (10.0.0.0/8, loopback), which says who asks in
                             X-Forwarded-For; can be given more than once
  --keep-days N              deletes slots that started more than N days ago, daily (default: keeps all)
  --requests-per-minute N    most requests of one address in a minute (default 6000)
Of import:
  --trust FINGERPRINT        the key of the file, as its kiosk shows it, is good from now on
  --name NAME, --as ID       whose key that is: a new kiosk's, or that of one that is enrolled
  --receipt FILE             where the receipt goes
  --keep-days N              as the server has it: older slots are not taken
The variable METRICS_TOKEN names a token that may read /metrics from anywhere; without it only this machine may.`;

/** How to serve. */
export interface ServeArguments {
  readonly host: string;
  readonly port: number;
  readonly tlsFiles: { readonly cert: string; readonly key: string } | undefined;
  readonly kioskFolder: string | undefined;
  readonly origins: '*' | readonly string[];
  /** Addresses or networks of proxies that are believed; `false` for none. */
  readonly trustProxy: false | readonly string[];
  readonly requestsPerMinute: number;
  /** How many days slots are kept; undefined for ever. */
  readonly keepDays: number | undefined;
}

/** What the user asked for; `dataFolder` is where a SQLite file is. */
export type CollectorArguments = { readonly dataFolder: string } & (
  | { readonly command: 'help' }
  | { readonly command: 'kiosks' | 'password' }
  | { readonly command: 'buckets'; readonly json: boolean }
  | { readonly command: 'enrol'; readonly name: string }
  | { readonly command: 'revoke'; readonly id: string }
  | { readonly command: 'import'; readonly files: readonly ImportAsked[] }
  | { readonly command: 'serve'; readonly serve: ServeArguments }
);

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  json: { type: 'boolean', default: false },
  data: { type: 'string', default: './collector-data' },
  name: { type: 'string' },
  as: { type: 'string' },
  trust: { type: 'string' },
  receipt: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '8787' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  kiosk: { type: 'string' },
  origin: { type: 'string', multiple: true },
  'trust-proxy': { type: 'string', multiple: true },
  'keep-days': { type: 'string' },
  'requests-per-minute': { type: 'string', default: '6000' },
} as const;

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
}

type Values = ReturnType<typeof parse>['values'];

function readKeepDays({ 'keep-days': text }: Values): Outcome<number | undefined> {
  if (text !== undefined && !/^[1-9]\d{0,4}$/.test(text))
    return bad(`--keep-days is a number of days, not "${text}"`);
  return good(text === undefined ? undefined : Number(text));
}

function readServe(values: Values): Outcome<ServeArguments> {
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535)
    return bad(`--port is a number up to 65535, not "${values.port}"`);
  const requestsText = values['requests-per-minute'];
  if (!/^[1-9]\d{0,8}$/.test(requestsText))
    return bad(`--requests-per-minute is a number of requests, not "${requestsText}"`);
  const keepDays = readKeepDays(values);
  if (!keepDays.ok) return keepDays;
  const { 'tls-cert': cert, 'tls-key': key, origin } = values;
  if ((cert === undefined) !== (key === undefined))
    return bad('name both --tls-cert and --tls-key, or neither');
  return good({
    host: values.host,
    port,
    tlsFiles: cert === undefined || key === undefined ? undefined : { cert, key },
    kioskFolder: values.kiosk,
    origins: origin ?? '*',
    trustProxy: values['trust-proxy'] ?? false,
    requestsPerMinute: Number(requestsText),
    keepDays: keepDays.value,
  });
}

function readFiles(values: Values, paths: readonly string[]): Outcome<CollectorArguments> {
  const { data: dataFolder, name, as, trust, receipt } = values;
  const kioskName = name === undefined ? undefined : parseKioskName(name);
  if (name !== undefined && kioskName === undefined)
    return bad(`say what to call the kiosk: --name "East door" (at most ${LONGEST_NAME} characters)`);
  const keepDays = readKeepDays(values);
  if (!keepDays.ok) return keepDays;
  const files = readImport(paths, { name: kioskName, as, trust, receipt, keepDays: keepDays.value });
  return files.ok ? good({ dataFolder, command: 'import', files: files.value }) : files;
}

function readCommand(values: Values, positionals: readonly string[]): Outcome<CollectorArguments> {
  const [command, id, ...rest] = positionals;
  const { data: dataFolder, name } = values;
  if (values.help) return good({ dataFolder, command: 'help' });
  if (command === 'import') return readFiles(values, positionals.slice(1));
  if (rest.length > 0 || (id !== undefined && command !== 'revoke'))
    return bad(
      `"${positionals.slice(command === 'revoke' ? 2 : 1).join(' ')}" is too much; --help shows the rest`,
    );
  switch (command) {
    case 'enrol': {
      const kioskName = parseKioskName(name ?? '');
      if (kioskName === undefined)
        return bad(
          `say what to call the kiosk: enrol --name "East door" (at most ${LONGEST_NAME} characters)`,
        );
      return good({ dataFolder, command, name: kioskName });
    }
    case 'revoke':
      if (id === undefined) return bad('say which kiosk: revoke ID; the command kiosks lists them');
      return good({ dataFolder, command, id });
    case 'kiosks':
    case 'password':
      return good({ dataFolder, command });
    case 'buckets':
      return good({ dataFolder, command, json: values.json });
    case undefined: {
      const serve = readServe(values);
      return serve.ok ? good({ dataFolder, command: 'serve', serve: serve.value }) : serve;
    }
    default:
      return bad(
        `there is no command "${command}"; the commands are password, enrol, kiosks, revoke, import and buckets`,
      );
  }
}

/** Reads the command line after the script's name. */
export function parseCollectorArguments(args: readonly string[]): Outcome<CollectorArguments> {
  try {
    const { values, positionals } = parse(args);
    return readCommand(values, positionals);
  } catch (thrown) {
    // parseArgs throws on options it does not know.
    return bad(messageOf(thrown));
  }
}

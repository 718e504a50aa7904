/** What docs/privacy.md promises, as a judge of whatever was kept or sent: all that is not known to be allowed is a finding. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kept, Plain } from './read-everything.ts';

/** Longest text of a total or a setting: ids, versions, and what the browser calls a camera. */
const LONGEST_TEXT = 128;
/** Most numbers of a list: bins. */
const MOST_NUMBERS = 16;

const SENT_BUCKET = [
  'entrance',
  'epoch',
  'startMs',
  'slotMs',
  'entries',
  'exits',
  'woman',
  'man',
  'undetermined',
  'dwellBins',
  'coverageSec',
  'missing',
  'softwareVersion',
  'model',
  'settingsVersion',
  'tier',
  'meanFrameRate',
  'latencyBins',
  'revision',
];
const BUCKET = [...SENT_BUCKET, 'acknowledged', 'refused', 'due'];
const REASONS = ['camera', 'gpu', 'paused', 'off', 'restart', 'clock'];

/** Fields that the values of `meta` may have; a value without fields has none. */
const META: Readonly<Record<string, readonly string[]>> = {
  epoch: [],
  firstEpoch: [],
  letGoUpToMs: [],
  heartbeatMs: [],
  settings: ['range', 'cameraDeviceId', 'tier', 'retentionDays'],
  beginning: ['atMs', 'instead', 'reason'],
  lostMs: [],
  collector: ['url', 'kiosk', 'name', 'token', 'tokenSinceMs'],
};

/** Fields of what is sent, by its path. */
const BODIES: Readonly<Record<string, readonly string[]>> = {
  '/v1/batches': ['protocol', 'kiosk', 'buckets'],
  '/v1/enrolments': ['protocol', 'code', 'proof'],
};
const KIOSK_REPORT = ['softwareVersion', 'tier', 'timeZone', 'sentAtMs', 'dueCount', 'oldestDueStartMs'];
/** Of a signature, by which the collector knows the kiosk again, which signs its one-time code. */
const PROOF = ['protected', 'payload', 'signature'];
const LONGEST_PROOF = 400;
/** The pair of keys that the kiosk signs with; of the private one nothing can be read. */
const KEY_PAIR = {
  privateKey: { notPlain: '[object CryptoKey]' },
  publicKey: { notPlain: '[object CryptoKey]' },
};

function isRecord(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nothing but numbers, short texts, short lists of numbers, and the reasons of missing time. */
function judgeField(
  where: string,
  name: string,
  value: Plain,
  longestText = LONGEST_TEXT,
): readonly string[] {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return [];
  if (typeof value === 'string') return value.length <= longestText ? [] : [`${where}.${name} is long`];
  if (Array.isArray(value))
    return value.length <= MOST_NUMBERS && value.every((part) => typeof part === 'number')
      ? []
      : [`${where}.${name} is no short list of numbers`];
  if (name === 'missing' && isRecord(value)) return judgeFields(`${where}.missing`, value, REASONS);
  return [`${where}.${name} is ${JSON.stringify(value)?.slice(0, 80)}`];
}

function judgeFields(
  where: string,
  value: Plain | undefined,
  allowed: readonly string[],
  longestText = LONGEST_TEXT,
): readonly string[] {
  if (!isRecord(value)) return [`${where} is ${JSON.stringify(value)?.slice(0, 80)}`];
  return Object.entries(value).flatMap(([name, part]) =>
    allowed.includes(name) ? judgeField(where, name, part, longestText) : [`${where} has ${name}`],
  );
}

function judgeMeta(key: string, value: Plain): readonly string[] {
  const name = JSON.parse(key) as string;
  if (name === 'kioskKey' && JSON.stringify(value) === JSON.stringify(KEY_PAIR)) return [];
  // Once a collector was left, that is noted.
  if (name === 'collector' && value === 'left') return [];
  const fields = META[name];
  if (fields === undefined) return [`meta has ${name}`];
  return fields.length === 0 ? judgeField('meta', name, value) : judgeFields(`meta.${name}`, value, fields);
}

function judgeDatabases({ databases }: Kept): readonly string[] {
  return Object.entries(databases).flatMap(([name, stores]) => {
    if (name !== 'vestibule') return [`there is a database ${name}`];
    return Object.entries(stores).flatMap(([store, values]) =>
      Object.entries(values).flatMap(([key, value]) => {
        if (store === 'buckets') return judgeFields(`bucket ${key}`, value, BUCKET);
        return store === 'meta' ? judgeMeta(key, value) : [`there is a store ${store}`];
      }),
    );
  });
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Hashes of all files of the built app. */
function hashFiles(folder: string): ReadonlySet<string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Set(paths.map((path) => sha256(readFileSync(path))));
}

/** What tuning found: choices by layer, in words and numbers. */
function isTuning(text: string | undefined): boolean {
  return text !== undefined && text.length < 50_000 && /^[\w\s{}[\]",.:+×/-]*$/.test(text);
}

function judgeCaches({ caches }: Kept, appFolder: string): readonly string[] {
  const known = hashFiles(appFolder);
  return Object.entries(caches).flatMap(([name, files]) =>
    files.flatMap((file) => {
      const isAllowed = name === 'vestibule-tuning' ? isTuning(file.text) : known.has(file.sha256);
      return isAllowed ? [] : [`the cache ${name} has ${file.url}, which is no file of the app`];
    }),
  );
}

/** Local storage holds the name of the database's life, and nothing else. */
function judgeLocalStorage({ localStorage }: Kept): readonly string[] {
  return Object.entries(localStorage).flatMap(([key, value]) =>
    key === 'vestibule-epoch' && /^[\da-f-]{36}$/.test(value) ? [] : [`localStorage has ${key}`],
  );
}

/** What must not have been kept, each in a sentence; `appFolder` is where the built app is. */
export function judgeKept(kept: Kept, appFolder: string): readonly string[] {
  const session = Object.keys(kept.sessionStorage).filter((key) => key !== 'vestibule-reloaded-ms');
  return [
    ...judgeDatabases(kept),
    ...judgeCaches(kept, appFolder),
    ...judgeLocalStorage(kept),
    ...session.map((key) => `sessionStorage has ${key}`),
    ...kept.files.map((name) => `there is a file ${name}`),
    ...(kept.cookies === '' ? [] : [`there are cookies: ${kept.cookies}`]),
  ];
}

/** What must not have been sent in one request; an empty body says nothing. */
export function judgeBody(path: string, body: string): readonly string[] {
  if (body === '') return [];
  const fields = BODIES[path];
  if (fields === undefined) return [`something was sent to ${path}`];
  const { kiosk, buckets = [], proof, ...rest } = JSON.parse(body) as Readonly<Record<string, Plain>>;
  const bucketFindings = Array.isArray(buckets)
    ? buckets.flatMap((bucket: Plain) => judgeFields('a sent bucket', bucket, SENT_BUCKET))
    : ['what is sent as buckets is no list'];
  const reportFindings = kiosk === undefined ? [] : judgeFields('the report', kiosk, KIOSK_REPORT);
  return [
    ...judgeFields(path, rest, fields),
    ...(proof === undefined ? [] : judgeFields('the proof', proof, PROOF, LONGEST_PROOF)),
    ...reportFindings,
    ...bucketFindings,
  ];
}

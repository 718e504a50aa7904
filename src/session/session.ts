/** The life of a counting kiosk: one store, one engine and one source, kept running and joined here. */
import type { Tier } from '../domain/face.ts';
import type { SourceKind } from '../domain/source.ts';
import type { Intent } from '../state/intent.ts';
import type { Snapshot } from '../state/snapshot.ts';
import type { State } from '../state/state.ts';
import { saveFile } from '../device/save-file.ts';
import { writeSettings } from '../store/settings.ts';
import { readHeartbeat } from '../store/heartbeat.ts';
import { ClockTrust } from './clock-trust.ts';
import { startCountingEngine, type CountingEngine } from './counting-engine.ts';
import { countStream, now } from './count-stream.ts';
import { ExportKeeper } from './export-keeper.ts';
import { mayReload, reloadSeldom } from './page-reload.ts';
import { SourceCount } from './source-count.ts';
import { keepSource, type SourceKeeper, type WantedSource } from './source-keeper.ts';
import type { StoreKeeper } from './store-keeper.ts';
import { UploadKeeper } from './upload-keeper.ts';

/** Measured time is looked at this often, and written this often when nobody is counted; milliseconds. */
const BEAT_MS = 1_000;
const WRITE_MS = 15_000;
const RETENTION_EVERY_MS = 24 * 3_600_000;

/** What a session needs. */
export interface SessionParts {
  readonly state: State;
  readonly keeper: StoreKeeper;
  /** Called after the totals of a source were written. */
  readonly onWritten: (kind: SourceKind) => void;
  readonly first: WantedSource;
  readonly baseUrl: string;
  /** When the app was built, milliseconds since 1970 UTC. */
  readonly builtMs: number;
  readonly demoWithoutCamera: boolean;
  /** The tier that the page's address names; it counts for more than the settings. */
  readonly tier: Tier | undefined;
}

/** A running session. */
export interface Session {
  /** Does what the person asked for; intents that are not the session's are left alone. */
  readonly act: (intent: Intent) => void;
  readonly dispose: () => Promise<void>;
}

/** What settings act on. */
interface Keepers extends CountingEngine {
  readonly source: SourceKeeper;
}

async function changeSettings(
  parts: SessionParts,
  keepers: Keepers,
  change: Partial<Snapshot['settings']>,
): Promise<void> {
  const { state, keeper } = parts;
  const before = state.snapshot().settings;
  const settings = { ...before, ...change };
  state.write({ settings });
  const fault = await writeSettings(keeper.open.database, settings);
  state.write({ store: { ...state.snapshot().store, refusal: fault?.message } });
  useSettings(parts, keepers, before);
}

/** Has engine and source go on with the settings as they are now. */
function useSettings(
  { state }: SessionParts,
  { restart, source }: Keepers,
  before: Snapshot['settings'],
): void {
  const { settings } = state.snapshot();
  if (settings.range !== before.range || settings.tier !== before.tier) restart();
  if (settings.cameraDeviceId !== before.cameraDeviceId) source.retry();
}

function isKept(): boolean {
  return 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null;
}

/** Accounts for time without frames, and writes what waits, until it is stopped. */
function accountForTime(state: State, count: SourceCount): () => void {
  const beat = setInterval(() => count.addGap(), BEAT_MS);
  // Must not wait for the beat: an engine may be lost and run again between two.
  const stopWatching = state.subscribe(() => {
    const { engine, source } = state.snapshot();
    if (engine.status !== 'running' || source.status !== 'running') count.addGap();
  });
  const writing = setInterval(() => void count.write(), WRITE_MS);
  return () => {
    clearInterval(beat);
    stopWatching();
    clearInterval(writing);
  };
}

/** Lets go of old totals now and every day, until it is stopped. */
function keepRetention(keeper: StoreKeeper, clock: ClockTrust): () => void {
  keeper.mayDelete = () => {
    clock.observe(now());
    return clock.isProven;
  };
  const retention = setInterval(() => void keeper.deleteExpired(), RETENTION_EVERY_MS);
  void keeper.deleteExpired();
  return () => clearInterval(retention);
}

/** What goes on when a database opens late. */
interface LateParts {
  readonly clock: ClockTrust;
  readonly count: SourceCount;
  readonly upload: UploadKeeper;
  readonly exports: ExportKeeper;
}

/** Has the engine count with a person's own weights that only the database knew of. */
async function useKeptWeights({ weights, restart }: Keepers): Promise<void> {
  const before = weights.classifier;
  await weights.start();
  if (weights.classifier !== before) restart();
}

/** Goes on where no database was open, and one is: with what waits, and with what only the database knows. */
function goOnWhenReopened(
  parts: SessionParts,
  keepers: Keepers,
  { clock, count, upload, exports }: LateParts,
): void {
  const { keeper, state } = parts;
  const before = state.snapshot().settings;
  let wereSettingsKnown = keeper.areSettingsKnown;
  keeper.onReopened = () => {
    if (!wereSettingsKnown && keeper.areSettingsKnown) {
      wereSettingsKnown = true;
      clock.learn(keeper.lastSeenMs);
      useSettings(parts, keepers, before);
    }
    void useKeptWeights(keepers);
    void count.writeNow();
    void upload.start();
    void exports.identify();
  };
}

/** Does what the person asked for of engine and source. */
function actOn(parts: SessionParts, keepers: Keepers, intent: Intent): void {
  const { engine, source } = keepers;
  if (intent.type === 'retry-source') source.retry();
  if (intent.type === 'use-source') source.use({ kind: intent.kind });
  if (intent.type === 'use-file') source.use({ kind: 'file', file: intent.file });
  if (intent.type === 'retry-engine') engine.retry();
  if (intent.type === 'change-settings') void changeSettings(parts, keepers, intent.change);
}

/** Starts to count; the tab must hold the writer's lock. */
export async function startSession(parts: SessionParts): Promise<Session> {
  const { state, keeper, first, baseUrl, demoWithoutCamera, onWritten } = parts;
  const reload = (): boolean => mayReload(state.snapshot(), isKept()) && reloadSeldom(dispose);
  const counting = await startCountingEngine(parts, reload);
  const { engine, weights } = counting;
  // Expected trouble: no database opens. Then nothing is known of the time before.
  const heartbeatMs = await readHeartbeat(keeper.open.database).catch(() => undefined);
  const clock = new ClockTrust({ builtMs: parts.builtMs, lastSeenMs: heartbeatMs }, now());
  const mend = keeper.mend.bind(keeper);
  const count = new SourceCount({ state, database: keeper.open, clock, onWritten, mend }, first.kind);
  if (first.kind === 'camera') count.addTimeSince(heartbeatMs);
  const onCounted = (): void => void count.write();
  const source = keepSource(state, first, {
    baseUrl,
    demoWithoutCamera,
    consume: async (stream, kind) =>
      countStream(stream, { state, engine, count: await count.of(kind), onCounted }),
  });
  const stopAccounting = accountForTime(state, count);
  const upload = new UploadKeeper(state, keeper.open);
  const exports = new ExportKeeper(state, keeper.open, saveFile);
  const stopKeeping = keepRetention(keeper, clock);
  const keepers = { ...counting, source };
  goOnWhenReopened(parts, keepers, { clock, count, upload, exports });
  const dispose = async (): Promise<void> => {
    stopAccounting();
    stopKeeping();
    for (const ending of [source, engine, upload, exports]) ending.dispose();
    await count.finish();
  };
  await count.write();
  for (const keeping of [upload, exports]) void keeping.start();
  const act = (intent: Intent): void => {
    actOn(parts, keepers, intent);
    for (const other of [upload, exports, keeper, weights]) void other.act(intent);
    if (intent.type === 'trust-clock') clock.accept();
  };
  return { act, dispose };
}

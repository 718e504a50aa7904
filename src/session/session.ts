/** The life of a counting kiosk: one store, one engine and one source, kept running and joined here. */
import type { FrameStream } from '../camera/frame-stream.ts';
import type { CoverageReason } from '../domain/bucket.ts';
import type { SourceFault, SourceKind } from '../domain/source.ts';
import { DEFAULT_SLOT_MS } from '../domain/time-slot.ts';
import type { Intent } from '../state/intent.ts';
import type { Snapshot } from '../state/snapshot.ts';
import type { State } from '../state/state.ts';
import { readHeartbeat, type BucketContext } from '../store/buckets.ts';
import type { OpenDatabase, StoreFault } from '../store/database.ts';
import { writeSettings } from '../store/settings.ts';
import { createBucketWriter } from '../store/writer.ts';
import { countStream, now } from './count-stream.ts';
import { spanSinceHeartbeat } from './coverage.ts';
import { keepEngine } from './engine-keeper.ts';
import { createEntranceCount, type EntranceCount } from './entrance-count.ts';
import { keepSource, type WantedSource } from './source-keeper.ts';
import { readToday } from './today.ts';

/** Measured time is looked at this often, and written this often when nobody is counted; milliseconds. */
const BEAT_MS = 1_000;
const WRITE_MS = 15_000;

/** Each source counts at an entrance of its own, so that the demo can never stand in a venue's numbers. */
export const ENTRANCE_OF_SOURCE: Readonly<Record<SourceKind, string>> = {
  camera: 'main',
  demo: 'demo',
  file: 'file',
};

/** What a session needs. */
export interface SessionParts {
  readonly state: State;
  readonly database: OpenDatabase;
  readonly first: WantedSource;
  readonly baseUrl: string;
  readonly demoWithoutCamera: boolean;
  /** Called after totals were written. */
  readonly onWritten: () => void;
}

/** A running session. */
export interface Session {
  /** Does what the person asked for; intents that are not the session's are left alone. */
  readonly act: (intent: Intent) => void;
  readonly dispose: () => Promise<void>;
}

function missingReason(state: State): CoverageReason {
  const { source, engine } = state.snapshot();
  if (source.status !== 'running') return 'camera';
  return engine.status === 'starting' ? 'restart' : 'gpu';
}

function contextOf(state: State): BucketContext {
  const { engine, version } = state.snapshot();
  const report = engine.status === 'running' ? engine.report : undefined;
  return {
    slotMs: DEFAULT_SLOT_MS,
    softwareVersion: version,
    model: report?.model ?? 'none',
    settingsVersion: 1,
    tier: report?.tier ?? 'none',
  };
}

/** Starts to count; the tab must hold the writer's lock. */
export async function startSession(parts: SessionParts): Promise<Session> {
  const { state, database, first, baseUrl, demoWithoutCamera, onWritten } = parts;
  const engine = keepEngine(state, state.snapshot().settings.range);
  const startCount = (kind: SourceKind): EntranceCount => {
    const writer = createBucketWriter(database, ENTRANCE_OF_SOURCE[kind], () => contextOf(state));
    return createEntranceCount(writer, DEFAULT_SLOT_MS, now());
  };
  let kind: SourceKind = first.kind;
  let count = startCount(kind);
  if (kind === 'camera')
    count.addSpans(spanSinceHeartbeat(await readHeartbeat(database.database), Date.now()));

  const written = async (fault: StoreFault | undefined): Promise<void> => {
    const today = await readToday(database, ENTRANCE_OF_SOURCE[kind], Date.now());
    state.write({ today, store: { ...state.snapshot().store, fault: fault?.message } });
    onWritten();
  };
  const write = async (): Promise<void> => written(await count.flush());
  const changeKind = async (next: SourceKind): Promise<void> => {
    const finished = await count.finish(now());
    [kind, count] = [next, startCount(next)];
    await written(finished);
  };
  const consume = async (stream: FrameStream, next: SourceKind): Promise<SourceFault | undefined> => {
    if (next !== kind) await changeKind(next);
    return countStream(stream, { state, engine, count, onCounted: () => void write() });
  };
  const source = keepSource(state, first, { baseUrl, demoWithoutCamera, consume });
  const beat = setInterval(() => count.addGap(now(), missingReason(state)), BEAT_MS);
  const writing = setInterval(() => void write(), WRITE_MS);
  await write();

  const changeSettings = async (change: Partial<Snapshot['settings']>): Promise<void> => {
    const before = state.snapshot().settings;
    const settings = { ...before, ...change };
    state.write({ settings });
    const fault = await writeSettings(database.database, settings);
    if (fault !== undefined) state.write({ store: { ...state.snapshot().store, fault: fault.message } });
    if (settings.range !== before.range) engine.restart(settings.range);
    if (settings.cameraDeviceId !== before.cameraDeviceId) source.retry();
  };

  return {
    act(intent) {
      if (intent.type === 'retry-source') source.retry();
      if (intent.type === 'use-source') source.use({ kind: intent.kind });
      if (intent.type === 'use-file') source.use({ kind: 'file', file: intent.file });
      if (intent.type === 'retry-engine') engine.retry();
      if (intent.type === 'change-settings') void changeSettings(intent.change);
    },
    async dispose() {
      clearInterval(beat);
      clearInterval(writing);
      source.dispose();
      engine.dispose();
      await count.finish(now());
    },
  };
}

/** One tab of the kiosk: it counts when no other tab of this device does, and looks on otherwise. */
import type { Tier } from '../domain/face.ts';
import { ENTRANCE_OF_SOURCE, type SourceKind } from '../domain/source.ts';
import type { Intent } from '../state/intent.ts';
import type { State } from '../state/state.ts';
import type { OpenDatabase } from '../store/database.ts';
import { readSettings } from '../store/settings.ts';
import { takeWriterSeat, type WriterSeat } from '../store/single-writer.ts';
import { startSession, type Session } from './session.ts';
import type { WantedSource } from './source-keeper.ts';
import { StoreKeeper } from './store-keeper.ts';
import { dayOf, readDay } from './today.ts';

/** A tab that has waited this long for the writer's lock is a viewer, milliseconds. */
const VIEWER_AFTER_MS = 1_000;

/** How this tab was opened. */
export interface TabOptions {
  readonly state: State;
  readonly first: WantedSource;
  readonly baseUrl: string;
  readonly builtMs: number;
  readonly demoWithoutCamera: boolean;
  readonly tier: Tier | undefined;
}

/** The tab's way to act on intents. */
export interface Tab {
  readonly act: (intent: Intent) => void;
}

/** Shows what another tab counts: a viewer opens no source of its own. */
async function showTotals(state: State, database: OpenDatabase, kind: SourceKind): Promise<void> {
  const nowMs = Date.now();
  // Expected trouble: no database is open. What is shown stays.
  const read = await readDay(database, ENTRANCE_OF_SOURCE[kind], nowMs).catch(() => undefined);
  if (read === undefined) return;
  // The last words of the writer before may reach a tab that has become the writer meanwhile.
  if (state.snapshot().store.role !== 'writer')
    state.write({ source: { status: 'opening', kind }, today: dayOf(read, nowMs) });
}

/** Another window may have changed the settings since this one read them. */
async function readSettingsAgain(state: State, { areSettingsKnown, open }: StoreKeeper): Promise<void> {
  if (!areSettingsKnown) return;
  // Expected trouble: a closed database. Those that are known still say something.
  const settings = await readSettings(open.database).catch(() => undefined);
  if (settings !== undefined) state.write({ settings });
}

/** What a window shows of itself that has ended its session: nothing that it still counted, sent or exported. */
function lookOn(state: State): void {
  const { kind } = state.snapshot().source;
  state.write({
    source: { status: 'opening', kind },
    engine: { status: 'starting' },
    live: undefined,
    upload: undefined,
    export: undefined,
  });
}

/** Opens the store and takes the writer's seat, or waits for it while showing what the writer counts. */
export async function openTab({ state, ...options }: TabOptions): Promise<Tab> {
  const writeRole = (role: 'writer' | 'viewer'): void =>
    state.write({ store: { ...state.snapshot().store, role } });
  const keeper = new StoreKeeper(state);
  let starting: Promise<Session> | undefined;
  let session: Session | undefined;
  let seat: WriterSeat | undefined;
  let isSuperseded = false;
  // Must be there before anything is open: a newer version may come at any moment, and counts from then on.
  keeper.onSuperseded = async () => {
    isSuperseded = true;
    // A session that starts must have started before it can end.
    await (await starting)?.dispose();
    seat?.dispose();
    writeRole('viewer');
    lookOn(state);
  };
  await keeper.start();
  const database = keeper.open;
  await showTotals(state, database, options.first.kind);
  const onWritten = (kind: SourceKind): void => seat?.announce(kind);
  const becomeWriter = async (): Promise<void> => {
    writeRole('writer');
    // At once, or a newer version that comes meanwhile finds no session that it could end.
    starting = readSettingsAgain(state, keeper).then(() =>
      startSession({ state, keeper, onWritten, ...options }),
    );
    session = await starting;
    // Takes seconds for a year's totals, and nothing damaged is read as a total meanwhile.
    await keeper.becomeWriter();
  };
  const becomeViewer = setTimeout(() => writeRole('viewer'), VIEWER_AFTER_MS);
  if (!isSuperseded)
    seat = takeWriterSeat(
      () => {
        clearTimeout(becomeViewer);
        void becomeWriter();
      },
      (kind) => void showTotals(state, database, kind),
    );
  return { act: (intent) => session?.act(intent) };
}

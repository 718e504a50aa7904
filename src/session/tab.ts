/** One tab of the kiosk: it counts when no other tab of this device does, and looks on otherwise. */
import type { Tier } from '../domain/face.ts';
import { ENTRANCE_OF_SOURCE, type SourceKind } from '../domain/source.ts';
import type { Intent } from '../state/intent.ts';
import type { State } from '../state/state.ts';
import { isStoreFault, openDatabase, type OpenDatabase } from '../store/database.ts';
import { readSettings } from '../store/settings.ts';
import { takeWriterSeat } from '../store/single-writer.ts';
import { startSession, type Session } from './session.ts';
import type { WantedSource } from './source-keeper.ts';
import { readToday } from './today.ts';

/** A tab that has waited this long for the writer's lock is a viewer, milliseconds. */
const VIEWER_AFTER_MS = 1_000;

/** How this tab was opened. */
export interface TabOptions {
  readonly state: State;
  readonly first: WantedSource;
  readonly baseUrl: string;
  readonly demoWithoutCamera: boolean;
  readonly tier: Tier | undefined;
}

/** The tab's way to act on intents. */
export interface Tab {
  readonly act: (intent: Intent) => void;
}

/** Shows what another tab counts: a viewer opens no source of its own. */
async function showTotals(state: State, database: OpenDatabase, kind: SourceKind): Promise<void> {
  const today = await readToday(database, ENTRANCE_OF_SOURCE[kind], Date.now());
  // The last words of the writer before may reach a tab that has become the writer meanwhile.
  if (state.snapshot().store.role !== 'writer') state.write({ source: { status: 'opening', kind }, today });
}

/** Opens the store and takes the writer's seat, or waits for it while showing what the writer counts. */
export async function openTab({ state, ...options }: TabOptions): Promise<Tab> {
  const writeStore = (change: Partial<ReturnType<State['snapshot']>['store']>): void =>
    state.write({ store: { ...state.snapshot().store, ...change } });
  const opened = await openDatabase(({ message }) => writeStore({ fault: message }));
  if (isStoreFault(opened)) {
    writeStore({ fault: opened.message });
    return { act: () => {} };
  }
  state.write({ settings: await readSettings(opened.database) });
  await showTotals(state, opened, options.first.kind);

  let session: Session | undefined;
  const becomeWriter = async (): Promise<void> => {
    writeStore({ role: 'writer' });
    session = await startSession({ state, database: opened, onWritten: seat.announce, ...options });
  };
  const becomeViewer = setTimeout(() => writeStore({ role: 'viewer' }), VIEWER_AFTER_MS);
  const seat = takeWriterSeat(
    () => {
      clearTimeout(becomeViewer);
      void becomeWriter();
    },
    (kind) => void showTotals(state, opened, kind),
  );
  return { act: (intent) => session?.act(intent) };
}

/** Keeps the database open: opens it again when the browser closed it, and goes on without one for as long as none opens. */
import { saveFile } from '../device/save-file.ts';
import type { Intent } from '../state/intent.ts';
import type { State } from '../state/state.ts';
import type { StoreState } from '../state/snapshot.ts';
import { chosenOf } from '../domain/settings.ts';
import { isStoreFault, NO_DATABASE, type OpenDatabase, type StoreFault } from '../store/database.ts';
import { readHeartbeat } from '../store/heartbeat.ts';
import { noteLoss } from '../store/lost-database.ts';
import { FIRST_DATABASE, openOrBegin } from '../store/newest-database.ts';
import { setDamagedAside } from '../store/quarantine.ts';
import { deleteExpired } from '../store/retention.ts';
import { bringChoices, bringOver, deleteSetAside, exportSetAside, readSetAside } from '../store/set-aside.ts';
import { readSettings, writeSettings } from '../store/settings.ts';
import { BackOff } from './back-off.ts';
import { isAnswered } from './is-answered.ts';

const DAY_MS = 24 * 3_600_000;
/** A database that says nothing for so long is in trouble; counting must not wait for it any longer. Milliseconds. */
const SILENT_MS = 10_000;
const SILENT = 'The database does not answer. Counts wait in memory until it does.';
const RETRIES = { firstMs: 1_000, longestMs: 60_000, wellAfterMs: 60_000 };

/** The kiosk's database, for as long as the page lives. */
export class StoreKeeper {
  /** What is open now; another one after it was lost, and `NO_DATABASE` while none opens. */
  readonly open: OpenDatabase = { database: NO_DATABASE, epoch: 'none' };
  /** Called when the database was lost and is open again: what waits can be written. */
  onReopened: () => void = () => {};
  /** Called when a newer version in another tab asks this one to make way; the database is open until the answer. */
  onSuperseded: () => Promise<void> = () => Promise.resolve();
  /** Whether the clock is proven enough to delete old totals by it. */
  mayDelete: () => boolean = () => false;
  /** When the kiosk last counted before this page opened a database, milliseconds since 1970 UTC. */
  lastSeenMs: number | undefined;
  readonly #state: State;
  readonly #first: string;
  readonly #backOff = new BackOff(RETRIES);
  /** When it was opened, on the device's own clock; undefined while it is not. */
  #openedMs: number | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;
  #areSettingsKnown = false;
  #isWriter = false;

  /** @param first name of the first database of the family; another than the default only in tests */
  constructor(state: State, first = FIRST_DATABASE) {
    this.#state = state;
    this.#first = first;
  }

  /** Whether the state has the settings of a database, and not what stands in for them. */
  get areSettingsKnown(): boolean {
    return this.#areSettingsKnown;
  }

  /** Opens the database; when none opens, or says anything, counts wait in memory until one does. */
  async start(): Promise<void> {
    const opening = this.#tryOpen();
    if ((await isAnswered(opening, SILENT_MS)) || this.#disposed) return;
    this.#say({ fault: this.#state.snapshot().store.fault ?? SILENT, inMemory: true });
    void opening.then(() => this.#tellReopened());
  }

  async #tryOpen(): Promise<void> {
    const opened = await openOrBegin((fault) => this.#onFault(fault), this.#first);
    if (isStoreFault(opened)) return this.#goOnWithout(opened);
    // Expected trouble: a full disk, or a database that was left and does not answer. It is tried again at another start.
    const bringing = bringChoices(opened, this.#first).catch(() => undefined);
    await isAnswered(bringing, SILENT_MS);
    await this.#readBefore(opened);
    if (this.#disposed) return opened.database.close();
    Object.assign(this.open, opened);
    this.#openedMs = performance.now();
    this.#say({ fault: undefined, inMemory: false });
    await this.showSetAside();
  }

  /** Reads what must be known before anything is written, once. */
  async #readBefore({ database }: OpenDatabase): Promise<void> {
    // Expected trouble: the browser closed the database already, which is said elsewhere.
    this.lastSeenMs ??= await readHeartbeat(database).catch(() => undefined);
    if (this.#areSettingsKnown) return;
    const stored = await readSettings(database).catch(() => undefined);
    if (stored === undefined) return;
    // While none could be read.
    const chosen = chosenOf(this.#state.snapshot().settings);
    const settings = { ...stored, ...chosen };
    this.#areSettingsKnown = true;
    this.#state.write({ settings });
    if (Object.keys(chosen).length > 0)
      this.#say({ refusal: (await writeSettings(database, settings))?.message });
  }

  /** Puts the store in order, now and whenever it is opened again: this is the one window that counts, and it counts already. */
  async becomeWriter(): Promise<void> {
    this.#isWriter = true;
    // Expected trouble: a full disk or a closed database. It is done at another start.
    await noteLoss(this.open, this.#first).catch(() => undefined);
    await bringOver(this.open, this.#first).catch(() => undefined);
    await this.setDamagedAside();
  }

  /** Sets damaged records aside, as only the one writer may; whether any were. */
  async setDamagedAside(): Promise<boolean> {
    // Expected trouble: a full disk or a closed database. Damaged records are not read as totals in any case.
    const moved = await setDamagedAside(this.open).catch(() => 0);
    await this.showSetAside();
    return moved > 0;
  }

  /** Lets go of acknowledged totals that are older than the settings ask to keep; whether any were. */
  async deleteExpired(): Promise<boolean> {
    const { settings } = this.#state.snapshot();
    // A clock that runs ahead makes everything old, and settings that were never read say nothing.
    if (!this.#areSettingsKnown || !this.mayDelete()) return false;
    const beforeMs = Date.now() - settings.retentionDays * DAY_MS;
    // Expected trouble: a closed database, which is said elsewhere. They go another day.
    const deleted = await deleteExpired(this.open, beforeMs).catch(() => 0);
    return deleted > 0;
  }

  /** Does what can be done about a write that failed; whether another may come through. */
  mend({ kind }: StoreFault): Promise<boolean> {
    if (kind === 'damaged') return this.setDamagedAside();
    return kind === 'full' ? this.deleteExpired() : Promise.resolve(false);
  }

  /** Does what the person asked for; intents that are not about what was set aside are left alone. */
  async act({ type }: Intent): Promise<void> {
    if (type !== 'download-set-aside' && type !== 'delete-set-aside') return;
    let refusal: string | undefined;
    try {
      if (type === 'download-set-aside')
        saveFile(
          new Blob([await exportSetAside(this.open, this.#first)], { type: 'application/json' }),
          'vestibule-set-aside.json',
        );
      else await deleteSetAside(this.open, this.#first);
    } catch (error) {
      // Expected trouble: a closed database or a full disk. Nothing is lost, and the person must know.
      refusal = `What was set aside could not be read or deleted: ${String(error)}`;
    }
    this.#say({ refusal });
    if (type === 'delete-set-aside') await this.showSetAside();
  }

  /** Says what was set aside, as far as it can be read. */
  async showSetAside(): Promise<void> {
    // Expected trouble: a closed database, which is said elsewhere.
    const setAside = await readSetAside(this.open, this.#first).catch(() => undefined);
    this.#say({ setAside });
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#retry);
  }

  async #onFault(fault: StoreFault): Promise<void> {
    if (this.#disposed) return;
    this.#say({ fault: fault.message });
    if (fault.kind === 'closed') this.#tryLater();
    if (fault.kind !== 'superseded') return;
    this.dispose();
    await this.onSuperseded();
  }

  #goOnWithout({ message }: StoreFault): void {
    this.#openedMs = undefined;
    this.#say({ fault: message, inMemory: true });
    this.#tryLater();
  }

  #tryLater(): void {
    clearTimeout(this.#retry);
    const ranMs = this.#openedMs === undefined ? 0 : performance.now() - this.#openedMs;
    const waitMs = this.#backOff.fail(ranMs);
    this.#retry = setTimeout(() => void this.#openAgain(), waitMs);
  }

  async #openAgain(): Promise<void> {
    await this.start();
    this.#tellReopened();
  }

  #tellReopened(): void {
    if (this.#disposed || this.#state.snapshot().store.inMemory) return;
    this.onReopened();
    if (this.#isWriter) void this.becomeWriter();
  }

  #say(change: Partial<StoreState>): void {
    this.#state.write({ store: { ...this.#state.snapshot().store, ...change } });
  }
}

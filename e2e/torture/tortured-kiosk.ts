/** The kiosk under torture: the built app in a real browser, life after life on one profile. */
import type { Page } from 'playwright';
import { wakeServiceWorker } from '../service-worker.ts';
import { BrowserProcess, type BrowserOptions } from './browser-process.ts';
import type { Journal } from './journal.ts';
import { readSlots } from './read-slots.ts';
import { looksOf, TESTIFY, witness, type Life, type Testimony } from './witness.ts';

/** A page of the app's origin that runs nothing of the app. */
const STILL_PAGE = 'models/mini-xception.json';

/** What a kiosk needs. */
export interface KioskOptions extends BrowserOptions {
  /** Address of the built app, ending in a slash. */
  readonly address: string;
  readonly journal: Journal;
  /** Called when the kiosk begins a write, or has finished one. */
  readonly onWrite: () => void;
}

/** One device. */
export class TorturedKiosk {
  readonly #options: KioskOptions;
  #browser: BrowserProcess | undefined;
  #page: Page | undefined;

  constructor(options: KioskOptions) {
    this.#options = options;
  }

  /** Begins a life at a page that runs nothing, and lets the journal see what the last one left. */
  async wake(): Promise<Page> {
    const { address, journal } = this.#options;
    this.#browser = BrowserProcess.start(this.#options);
    const browser = await this.#browser.connect();
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the browser has no context');
    const page = context.pages()[0] ?? (await context.newPage());
    // What compiles this program names functions by a helper, which the page lacks.
    await page.addInitScript('globalThis.__name = (named) => named');
    await page.goto(`${address}${STILL_PAGE}`);
    journal.noteAtRest(await readSlots(page));
    this.#page = page;
    return page;
  }

  /** Begins a life and counts. */
  async live(life: Life): Promise<Page> {
    const page = await this.wake();
    const { address, journal, onWrite } = this.#options;
    await page.exposeBinding(TESTIFY, (_, { kind, slot, peopleSeen }: Testimony) => {
      if (kind === 'attempt') journal.noteAttempt(slot);
      else journal.noteConfirmed(slot, peopleSeen);
      onWrite();
    });
    await page.addInitScript(witness, looksOf(life));
    await page.goto(`${address}?debug&tier=wasm#/status`);
    return page;
  }

  /** Wakes the service worker as the browser does when there is a network again. */
  async wakeServiceWorker(): Promise<void> {
    if (this.#page !== undefined) await wakeServiceWorker(this.#page, this.#options.address);
  }

  /** Ends a life at this instant. */
  async kill(): Promise<void> {
    this.#page = undefined;
    await this.#browser?.kill();
    this.#browser = undefined;
    this.#options.journal.noteDeath();
  }
}

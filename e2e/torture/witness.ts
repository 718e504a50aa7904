/** Runs in the kiosk's page before the app does, and tells the journal what the page writes and what its screen has shown. */
import type { SlotTotals } from './journal.ts';

/** What the page tells. */
export interface Testimony {
  readonly kind: 'attempt' | 'confirmed';
  readonly slot: SlotTotals;
  /** Different people that were shown as confirmed since the page was loaded. */
  readonly peopleSeen: number;
}

/** How a life of the kiosk is lived. */
export interface Life {
  /** The entrance of the totals that are sent. */
  readonly entrance: string;
  /** How wrong the kiosk's clock is, milliseconds. */
  readonly clockOffsetMs: number;
  /** How often the browser thinks that the network came back, milliseconds. */
  readonly onlineEveryMs: number;
}

/** Name of the function by which the page tells. */
export const TESTIFY = 'testify';

/** Between two looks at the screen: far less than anybody is shown on it. */
const LOOK_EVERY_MS = 20;

interface WitnessedWindow {
  readonly testify: (testimony: Testimony) => Promise<void>;
  readonly vestibule?: {
    snapshot(): {
      readonly live:
        { readonly people: readonly { readonly id: number; readonly confirmed: boolean }[] } | undefined;
    };
  };
}

/** Must stand alone: it is sent to the page as text. */
export function witness({ entrance, clockOffsetMs, onlineEveryMs, lookEveryMs }: Life & Looks): void {
  const watched = window as unknown as WitnessedWindow;
  const seen = new Set<number>();
  setInterval(() => {
    for (const { id, confirmed } of watched.vestibule?.snapshot().live?.people ?? [])
      if (confirmed) seen.add(id);
  }, lookEveryMs);
  setInterval(() => dispatchEvent(new Event('online')), onlineEveryMs);

  const tell = (kind: Testimony['kind'], slot: SlotTotals): void =>
    void watched.testify({ kind, slot, peopleSeen: seen.size });
  const prototype = IDBObjectStore.prototype;
  // The app must not know: it calls what the browser seems to offer.
  const put = Reflect.get(prototype, 'put');
  prototype.put = function putAndTell(this: IDBObjectStore, ...given: Parameters<IDBObjectStore['put']>) {
    const value = given[0] as SlotTotals & { readonly entrance?: string };
    if (this.name === 'buckets' && value.entrance === entrance) {
      const { epoch, startMs, revision, entries, woman, man, undetermined } = value;
      const slot = { epoch, startMs, revision, entries, woman, man, undetermined };
      tell('attempt', slot);
      this.transaction.addEventListener('complete', () => tell('confirmed', slot));
    }
    return put.apply(this, given);
  };

  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [number]) {
      if (given.length === 0) super(RealDate.now() + clockOffsetMs);
      else super(...given);
    }
    static override now(): number {
      return RealDate.now() + clockOffsetMs;
    }
  } as DateConstructor;
}

interface Looks {
  readonly lookEveryMs: number;
}

/** What `witness` is given. */
export function looksOf(life: Life): Life & Looks {
  return { ...life, lookEveryMs: LOOK_EVERY_MS };
}

/**
 * Weights of a person's own that count in place of those that ship. Each engine is first tested with the shipped ones, whose answers are
 * known. Weights that cannot be read any more are said on the screen, and the shipped ones count.
 */
import { messageOf } from '../domain/outcome.ts';
import type { KeptWeights, WeightsOffer } from '../domain/kept-weights.ts';
import type { Intent } from '../state/intent.ts';
import type { State } from '../state/state.ts';
import type { OpenDatabase } from '../store/database.ts';
import { readWeights, writeWeights } from '../store/weights.ts';
import type { Classifier } from '../vision/classifier/load-classifier.ts';

/** Enough of a SHA-256 to tell a few files apart, bytes. */
const NAMED_BYTES = 4;

/** A name for buckets and collectors: what the file is called is nobody else's business, and two may be called the same. */
async function modelName(network: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, NAMED_BYTES);
  return `own-${network}@${Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

async function read({ file, bytes, calibration }: KeptWeights): Promise<Classifier> {
  // No kiosk with the shipped weights needs readers of files.
  const { readOwnWeights } = await import('../vision/classifier/own-weights.ts');
  const classifier = await readOwnWeights(file, bytes);
  return { ...classifier, calibration, model: await modelName(classifier.network.name, bytes) };
}

/** Keeps them, and has the engine count with them. */
export class WeightsKeeper {
  readonly #state: State;
  readonly #open: OpenDatabase;
  #classifier: Classifier | undefined;
  /** Whether it is known what is kept: it was read, or written. */
  #isKnown = false;
  /** Called when another classifier is to count from now on. */
  onChange: () => void = () => undefined;

  constructor(state: State, open: OpenDatabase) {
    this.#state = state;
    this.#open = open;
  }

  /** What counts in place of the shipped classifier; undefined where that counts. */
  get classifier(): Classifier | undefined {
    return this.#classifier;
  }

  /** Reads what was kept, unless that is known. Must have ended before the first engine starts. */
  async start(): Promise<void> {
    if (this.#isKnown) return;
    // Expected trouble: no database opens. Then the shipped weights count.
    const found = await readWeights(this.#open.database).then(
      (kept) => ({ kept }),
      () => undefined,
    );
    if (found === undefined) return;
    this.#isKnown = true;
    if (found.kept !== undefined) await this.#take(found.kept);
  }

  /** Does what the person asked for; other intents are left alone. */
  act(intent: Intent): void {
    if (intent.type === 'use-weights') void this.#use(intent.offer);
    if (intent.type === 'use-shipped-weights') void this.#useShipped();
  }

  /** Whether they count now. */
  async #take(kept: KeptWeights): Promise<boolean> {
    const { file, figures, keptMs } = kept;
    try {
      this.#classifier = await read(kept);
    } catch (thrown) {
      // Expected trouble: a damaged file, or one that a newer version takes no more.
      this.#state.write({ weights: { status: 'refused', file, message: messageOf(thrown) } });
      return false;
    }
    this.#state.write({ weights: { status: 'counting', file, figures, keptMs } });
    return true;
  }

  async #use({ weights, figures, calibration }: WeightsOffer): Promise<void> {
    const file = weights.name;
    // Expected trouble: the file went away since it was compared.
    const content = await weights.arrayBuffer().catch(() => undefined);
    if (content === undefined) return this.#refuse(file, `${file} cannot be read any more.`);
    const kept = { file, bytes: new Uint8Array(content), calibration, figures, keptMs: Date.now() };
    const fault = await writeWeights(this.#open.database, kept);
    // What is not kept would count until the page is loaded anew, and then no more.
    if (fault !== undefined) return this.#refuse(file, fault.message);
    this.#isKnown = true;
    this.#say(undefined);
    if (await this.#take(kept)) this.onChange();
  }

  #refuse(file: string, message: string): void {
    if (this.#classifier === undefined) this.#state.write({ weights: { status: 'refused', file, message } });
    // What counted before counts on.
    else this.#say(message);
  }

  #say(refusal: string | undefined): void {
    this.#state.write({ store: { ...this.#state.snapshot().store, refusal } });
  }

  async #useShipped(): Promise<void> {
    const fault = await writeWeights(this.#open.database, undefined);
    this.#say(fault?.message);
    if (fault !== undefined) return;
    this.#isKnown = true;
    const counted = this.#classifier !== undefined;
    this.#classifier = undefined;
    this.#state.write({ weights: undefined });
    if (counted) this.onChange();
  }
}

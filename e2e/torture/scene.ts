/** Kiosk, network, collector and database, and the chance that rules what happens to them. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { createRandom, type RandomSource } from '../../src/counting/random.testing.ts';
import type { AppServer } from '../app-server.ts';
import { waitForControl } from '../kiosk.ts';
import { writeBusyClip } from '../walking-clip.ts';
import { judgeBody, judgeKept } from '../privacy/judge.ts';
import { readEverything } from '../privacy/read-everything.ts';
import { root } from '../../scripts/repository.ts';
import { Journal } from './journal.ts';
import { Moments } from './moments.ts';
import { MishapProxy } from './proxy.ts';
import { countDue, readSlots } from './read-slots.ts';
import { TorturedCollector } from './tortured-collector.ts';
import { TorturedKiosk } from './tortured-kiosk.ts';
import type { Life } from './witness.ts';

/** Something that can be killed besides kiosk and collector. */
export interface OtherVictim {
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** What is tortured. */
export interface SceneOptions {
  readonly app: AppServer;
  readonly executablePath: string;
  /** An empty folder, for the browser's profile, its clip and the collector's data. */
  readonly folder: string;
  readonly seed: number;
  /** The collector's database server, when it has one. */
  readonly database?: OtherVictim;
}

/** What can be killed. */
export type VictimName = 'kiosk' | 'collector' | 'database';

/** Time to come to rest once nothing is killed any more. */
const REST_MS = 120_000;

/** Share of the kiosk's lives that may count somebody before they end, and how long that is waited for. */
const LIVED_SHARE = 0.7;
const COUNTED_MS = 30_000;

function lifeFrom(random: RandomSource, clockOffsetMs: number): Life {
  return { entrance: 'main', clockOffsetMs, onlineEveryMs: Math.round(random.between(150, 1_500)) };
}

/** The next error of the kiosk's clock: mostly it goes on to another slot, and sometimes back to an earlier one. */
function moveClock(random: RandomSource, offsetMs: number): number {
  return offsetMs + (random.chance(0.15) ? -random.between(0, 3_600_000) : random.between(0, 1_500_000));
}

/** Sets up the kiosk as an installer would. */
async function setUp(page: Page, address: string, code: string): Promise<void> {
  await waitForControl(page);
  // One small pass of the detector: more frames a second, and with them more people to be lost.
  await page.getByRole('radio', { name: 'Short' }).check();
  await page.getByLabel('Address of the collector').fill(address);
  await page.getByLabel('One-time code').fill(code);
  await page.getByRole('button', { name: 'Enrol this kiosk' }).click();
  await expect(page.getByText('Tortured door')).toBeVisible();
}

/** Everything under torture, and the chance that rules it. */
export class Scene {
  readonly journal = new Journal();
  /** What was kept or sent besides totals and settings. */
  readonly betrayals = new Set<string>();
  readonly kills = { kiosk: 0, collector: 0, database: 0 };
  readonly proxy: MishapProxy;
  readonly collector: TorturedCollector;
  readonly #options: SceneOptions;
  readonly #random: RandomSource;
  readonly #moments: Moments;
  readonly #kiosk: TorturedKiosk;
  #clockOffsetMs = 0;

  constructor(options: SceneOptions) {
    this.#options = options;
    this.#random = createRandom(options.seed);
    this.#moments = new Moments(this.#random);
    this.proxy = new MishapProxy(
      ({ path, body }) => {
        this.#moments.happen();
        for (const finding of judgeBody(path, body.toString())) this.betrayals.add(finding);
      },
      createRandom(options.seed + 1),
    );
    this.collector = new TorturedCollector(options.folder, this.proxy);
    this.#kiosk = new TorturedKiosk({
      executablePath: options.executablePath,
      profile: join(options.folder, 'profile'),
      clip: join(options.folder, 'busy.y4m'),
      address: options.app.address,
      journal: this.journal,
      onWrite: this.#moments.happen,
    });
  }

  /** Draws the clip, and enrols the kiosk over a network that is still good. */
  async begin(): Promise<void> {
    await this.collector.start();
    const address = await this.proxy.start();
    this.proxy.setCalm(true);
    await writeBusyClip(await this.#kiosk.wake(), join(this.#options.folder, 'busy.y4m'));
    await this.#kiosk.kill();
    const page = await this.#kiosk.live(lifeFrom(this.#random, 0));
    await setUp(page, address, await this.collector.enrol());
    this.proxy.setCalm(false);
  }

  async killOne(): Promise<void> {
    const victim = this.#pickVictim();
    if (victim === 'kiosk' && this.#random.chance(LIVED_SHARE)) await this.#untilCounted();
    await this.#moments.next();
    this.kills[victim] += 1;
    if (victim === 'kiosk') await this.#killKiosk();
    else {
      const killed = victim === 'collector' ? this.collector : this.#options.database;
      await killed?.kill();
      await sleep(this.#random.between(0, 800));
      await killed?.start();
    }
    if (this.#random.chance(0.3)) this.#wakeServiceWorker();
  }

  /** Brings all to rest. Answers what the kiosk's disk holds. */
  async rest(): Promise<void> {
    await this.#kiosk.kill();
    this.proxy.setCalm(true);
    await this.proxy.drain();
    const page = await this.#kiosk.wake();
    // The demo's people are another entrance's, so that the camera's totals rest.
    await page.goto(`${this.#options.app.address}?tier=wasm&source=demo#/status`);
    await expect
      .poll(
        async () => {
          await page.evaluate(() => dispatchEvent(new Event('online')));
          return countDue(page);
        },
        { timeout: REST_MS, message: 'buckets that the collector does not have' },
      )
      .toBe(0);
    this.journal.noteAtRest(await readSlots(page));
    const kept = await readEverything(page);
    for (const finding of judgeKept(kept, join(root, 'dist'))) this.betrayals.add(finding);
  }

  async dispose(): Promise<void> {
    await this.#kiosk.kill();
    await this.collector.kill();
    this.proxy.dispose();
  }

  /** A life that is cut off before it has counted anybody says little. */
  async #untilCounted(): Promise<void> {
    const deadlineMs = Date.now() + COUNTED_MS;
    while (this.journal.countedInThisLife === 0 && Date.now() < deadlineMs) await sleep(50);
  }

  #pickVictim(): VictimName {
    if (this.#options.database !== undefined && this.#random.chance(0.15)) return 'database';
    return this.#random.chance(0.4) ? 'kiosk' : 'collector';
  }

  async #killKiosk(): Promise<void> {
    await this.#kiosk.kill();
    this.#clockOffsetMs = moveClock(this.#random, this.#clockOffsetMs);
    // Not waited for, and allowed to fail: the next kill may come while it starts.
    this.#kiosk.live(lifeFrom(this.#random, this.#clockOffsetMs)).catch(() => undefined);
  }

  #wakeServiceWorker(): void {
    // Allowed to fail: the kiosk may just start, or be killed.
    this.#kiosk.wakeServiceWorker().catch(() => undefined);
  }
}

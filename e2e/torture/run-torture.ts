/** Kills kiosk, collector and database at random instants while they work, lets them come to rest, and compares. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareSlots, sumEntries, type Finding } from './journal.ts';
import type { Mishap } from './mishaps.ts';
import { Scene, type SceneOptions, type VictimName } from './scene.ts';

/** How long to torture what. */
export interface TortureOptions extends Omit<SceneOptions, 'folder'> {
  readonly kills: number;
  readonly onKill: (kills: number) => void;
}

/** How it ended. */
export interface Tortured {
  readonly kills: Readonly<Record<VictimName, number>>;
  readonly seconds: number;
  readonly slots: number;
  /** People in each of the three accounts. */
  readonly people: { readonly journal: number; readonly kiosk: number; readonly collector: number };
  /** Writes that lasted though the kiosk died before it could say so. */
  readonly keptUnsaid: number;
  readonly exchanges: Readonly<Partial<Record<Mishap, number>>>;
  readonly lost: number;
  readonly doubled: number;
  readonly findings: readonly Finding[];
  /** What was kept in the browser or sent besides totals and settings. */
  readonly betrayals: readonly string[];
}

function sumPeople(findings: readonly Finding[], what: Finding['what']): number {
  return findings.filter((finding) => finding.what === what).reduce((sum, { people }) => sum + people, 0);
}

/** Tortures until `kills` is reached. Throws when something cannot be started, or does not come to rest. */
export async function runTorture(options: TortureOptions): Promise<Tortured> {
  const startMs = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-torture-'));
  const scene = new Scene({ ...options, folder });
  try {
    await scene.begin();
    for (let kills = 1; kills <= options.kills; kills++) {
      await scene.killOne();
      options.onKill(kills);
    }
    const beforeRest = scene.journal.confirmed;
    await scene.rest();
    const kiosk = scene.journal.confirmed;
    const collector = await scene.collector.readSlots();
    const findings = [...scene.journal.findings, ...compareSlots('the collector', kiosk, collector)];
    return {
      kills: scene.kills,
      seconds: Math.round((Date.now() - startMs) / 1000),
      slots: kiosk.length,
      people: { journal: sumEntries(beforeRest), kiosk: sumEntries(kiosk), collector: sumEntries(collector) },
      keptUnsaid: scene.journal.keptUnsaid,
      exchanges: scene.proxy.met,
      lost: sumPeople(findings, 'lost'),
      doubled: sumPeople(findings, 'doubled'),
      findings,
      betrayals: [...scene.betrayals],
    };
  } finally {
    await scene.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

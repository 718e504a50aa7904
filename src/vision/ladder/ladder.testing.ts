/** Rungs with something replaced, for tests of the ladder. */
import { chooseEngine, type Engine, type LadderOptions } from './ladder.ts';
import { RUNGS, type OpenRung, type Rung } from './rung.ts';

/** A rung of the app. */
export function rungOf(tier: Rung['tier']): Rung {
  const rung = RUNGS.find((candidate) => candidate.tier === tier);
  if (rung === undefined) throw new Error(`no rung ${tier}`);
  return rung;
}

/** A rung of the app under another name, with what `change` makes of it once it is open. */
export function changedRung(
  tier: Rung['tier'],
  original: Rung,
  change: (opened: OpenRung) => Partial<OpenRung>,
): Rung {
  return {
    tier,
    async open(baseUrl) {
      const opened = await original.open(baseUrl);
      return typeof opened === 'string' ? opened : { ...opened, ...change(opened) };
    },
  };
}

/** Chooses an engine, which must be there. */
export async function requireEngine(
  wanted: Partial<Pick<LadderOptions, 'tier' | 'model'>> = {},
  rungs?: readonly Rung[],
): Promise<Engine> {
  const options = { range: 'short', tier: undefined, baseUrl: document.baseURI, ...wanted } as const;
  const chosen = await chooseEngine(options, rungs);
  if (typeof chosen === 'string') throw new Error(chosen);
  return chosen;
}

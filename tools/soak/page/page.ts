/** The kiosk's session loop, from a drawn frame to the store, as fast as the engine answers. */
import type { EngineReport } from '../../../src/domain/engine.ts';
import type { Tier } from '../../../src/domain/face.ts';
import { initialSnapshot } from '../../../src/state/snapshot.ts';
import { createState, type State } from '../../../src/state/state.ts';
import { ClockTrust } from '../../../src/session/clock-trust.ts';
import { countStream, now } from '../../../src/session/count-stream.ts';
import { keepEngine } from '../../../src/session/engine-keeper.ts';
import { SourceCount } from '../../../src/session/source-count.ts';
import { isStoreFault, openDatabase } from '../../../src/store/database.ts';
import { node, offerTool } from '../../shared/page/door.ts';
import type { SoakEnd, SoakOptions } from './messages.ts';
import { openWalkingFace } from './walking-face.ts';

/** Frames between two questions whether the run was ended early. */
const ASK_EVERY = 20;

function whyNot({ tier: taken, passedOver }: EngineReport, tier: Tier): string {
  const reason = passedOver.find((one) => one.tier === tier)?.reason ?? 'it was not tried';
  return `The engine does not run on ${tier} here, but on ${taken}: ${reason}`;
}

/** Waits for an engine on `tier`; a kiosk would go on trying or take another, a soak test must say that there is none. */
function engineStarted(state: State, tier: Tier): Promise<void> {
  return new Promise((resolve, reject) => {
    state.subscribe(() => {
      const { engine } = state.snapshot();
      if (engine.status === 'running' && engine.report.tier === tier) resolve();
      if (engine.status === 'running') reject(new Error(whyNot(engine.report, tier)));
      if (engine.status === 'fault') reject(new Error(engine.message));
    });
  });
}

offerTool(async ({ frames, sampleEvery, range, tier, size }: SoakOptions): Promise<SoakEnd> => {
  const database = await openDatabase(() => undefined, 'soak');
  if (isStoreFault(database)) throw new Error(database.message);
  const state = createState(initialSnapshot('soak', 'demo'));
  const engine = keepEngine(state, { range, tier }, () => false);
  await engineStarted(state, tier);
  const clock = new ClockTrust({ builtMs: Date.now(), lastSeenMs: undefined }, now());
  const count = new SourceCount({ state, database, clock, onWritten: () => undefined }, 'demo');
  let frame = 0;
  const stream = await openWalkingFace(size, async () => {
    if (frame % sampleEvery === 0) await node.sample(frame);
    if (frame >= frames || (frame % ASK_EVERY === 0 && !(await node.goesOn()))) return false;
    frame++;
    return true;
  });
  const onCounted = (): void => void count.write();
  const parts = { state, engine, count: await count.of('demo'), onCounted, isPaced: false };
  const fault = await countStream(stream, parts);
  if (fault !== undefined) throw new Error(fault.detail);
  await count.write();
  const { engine: ended, today } = state.snapshot();
  engine.dispose();
  if (ended.status !== 'running') throw new Error('the engine was lost on the way');
  return {
    frames: frame,
    tier: ended.report.tier,
    adapter: ended.report.adapter,
    entries: today?.totals.entries ?? 0,
  };
});

import { addBins, LATENCY_BIN_EDGES_MS, shareBelow } from '../../domain/bucket.ts';
import type { EngineReport, Stage } from '../../domain/engine.ts';
import type { EngineState, Pace, Performance, Snapshot } from '../../state/snapshot.ts';
import { known, type Fact } from '../fact-list.ts';
import { formatDecimal, formatMs } from '../format.ts';
import { FRAME_PATHS, NOT_KNOWN, SOURCE_KINDS, TIER_WORDS } from '../words.ts';

/** Where a window that looks on has none of its own. */
const ELSEWHERE = 'The window that counts has it';

/** Words for yes and for no. */
export const yesOrNo = (yes: string, no: string) => (value: boolean) => (value ? yes : no);

function engineCondition(engine: EngineState): string {
  if (engine.status === 'fault') return `Not running: ${engine.message}`;
  return engine.status === 'starting' ? 'Starting' : 'Running';
}

const STAGES: Record<Stage, string> = {
  import: 'GPU: import of the frame',
  letterbox: 'GPU: letterbox',
  detector: 'GPU: detector',
  suppression: 'GPU: suppression',
  crop: 'GPU: crops',
  classifier: 'GPU: classifier',
  explanation: 'GPU: explanation',
};

function stageFacts(stages: Performance['stages']): readonly Fact[] {
  if (stages === 'none-yet') return [['GPU, by stage', NOT_KNOWN]];
  if (stages === 'cannot') return [['GPU, by stage', 'This adapter cannot time its work']];
  return stages.map(({ stage, gpuMs }) => [STAGES[stage], formatMs(gpuMs)]);
}

function graphicsHardware({ tier, softwareAdapter }: EngineReport): string {
  if (tier === 'wasm' || tier === 'cpu') return 'Not used: the processor computes';
  return softwareAdapter ? 'No: a software adapter, slow' : 'Yes';
}

/** What a frame costs our own kernels; other people's do not tell. */
function gpuFacts(spent: Performance | undefined): readonly Fact[] {
  return [
    ['of that, to encode', known(spent, ({ encodeMs }) => formatMs(encodeMs))],
    ['of that, GPU and readback', known(spent, ({ gpuMs }) => formatMs(gpuMs))],
    ...stageFacts(spent?.stages ?? 'none-yet'),
    ['Dispatches a frame', known(spent, ({ dispatches }) => formatDecimal(dispatches))],
  ];
}

const PACES: Record<Pace, string> = {
  full: 'Every frame that the engine can take',
  hot: 'Fewer frames: the engine has become slower, as heat or other load makes it',
  hidden: 'Fewer frames: this page is not shown',
};

function latencyWords({ p50, p95 }: Performance['latencyMs']): string {
  return `half within ${formatMs(p50)}, 95 % within ${formatMs(p95)}`;
}

/** Today's latencies, as far as their bins tell. */
function latencyToday({ today }: Snapshot): string {
  const bins = (today?.buckets ?? []).reduce<readonly number[]>(
    (sum, { latencyBins }) => addBins(sum, latencyBins),
    [],
  );
  const within = shareBelow(bins, LATENCY_BIN_EDGES_MS, 0.95);
  if (within === undefined) return NOT_KNOWN;
  return Number.isFinite(within)
    ? `95 % within ${formatMs(within)}`
    : `over ${formatMs(Math.max(...LATENCY_BIN_EDGES_MS))} for more than 5 %`;
}

/** What is known of the engine: what it is, and what a frame costs it. */
export function engineFacts(snapshot: Snapshot): readonly Fact[] {
  const { engine, store } = snapshot;
  if (store.role === 'viewer') return [['Condition', ELSEWHERE]];
  const report = engine.status === 'running' ? engine.report : undefined;
  const spent = engine.status === 'running' ? engine.performance : undefined;
  return [
    ['Condition', engineCondition(engine)],
    ['Computed by', known(report, ({ tier }) => TIER_WORDS[tier])],
    ['Adapter', known(report, ({ adapter }) => adapter)],
    ['Graphics hardware', known(report, graphicsHardware)],
    ...(report?.passedOver ?? []).map(({ tier, reason }): Fact => [`Not by ${TIER_WORDS[tier]}`, reason]),
    ['Model', known(report, ({ model }) => model)],
    ['Range', known(report, ({ range }) => range)],
    ['Frames a second', known(spent, ({ frameRate }) => formatDecimal(frameRate))],
    ['Pace', known(spent, ({ pace }) => PACES[pace])],
    ['From frame to answer', known(spent, ({ latencyMs }) => latencyWords(latencyMs))],
    ['From frame to answer, today', latencyToday(snapshot)],
    ['A frame takes', known(spent, ({ totalMs }) => formatMs(totalMs))],
    ...(report === undefined || report.tier === 'wgsl' ? gpuFacts(spent) : []),
    ['Frames arrive', known(spent, ({ framePath }) => FRAME_PATHS[framePath])],
  ];
}

/** What is known of the source. */
export function sourceFacts({ source, live, store }: Snapshot): readonly Fact[] {
  const kind: Fact = ['Kind', SOURCE_KINDS[source.kind]];
  if (store.role === 'viewer') return [kind, ['Condition', ELSEWHERE]];
  const condition = { opening: 'Opening', running: 'Running', fault: 'Not running' }[source.status];
  return [
    kind,
    ['Condition', source.status === 'fault' ? `${condition}: ${source.fault.kind}` : condition],
    ['Name', source.status === 'running' && source.label !== '' ? source.label : NOT_KNOWN],
    ['Frame', known(live?.frameSize, ({ width, height }) => `${width} × ${height} pixels`)],
  ];
}

/** Whose the settings are, where they are not this window's. */
export function settingsFacts({ store }: Snapshot): readonly Fact[] {
  return store.role === 'viewer' ? [['Condition', 'The window that counts has them']] : [];
}

const OFFLINE: Record<Snapshot['offline'], string> = {
  installing: 'Not yet: files are being kept',
  ready: 'Yes: it works without a network',
  'update-waiting': 'Yes, and an update is ready',
  unavailable: 'No: its files could not be kept, or this browser or address keeps no apps',
};

/** What is known of the app on this device. */
export function appFacts({ version, offline, online, awake }: Snapshot): readonly Fact[] {
  return [
    ['Version', version],
    ['Kept on this device', OFFLINE[offline]],
    ['Network', online ? 'There, and not needed' : 'None, and none needed'],
    ['Screen', known(awake, yesOrNo('Kept awake', 'May go dark'))],
  ];
}

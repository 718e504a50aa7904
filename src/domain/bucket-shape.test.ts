import { expect, test } from 'vitest';
import { isWholeBucket } from './bucket-shape.ts';
import { DWELL_BIN_EDGES_SEC, emptyBins, LATENCY_BIN_EDGES_MS, type Bucket } from './bucket.ts';

const whole: Bucket = {
  entrance: 'main',
  epoch: 'first',
  startMs: 0,
  slotMs: 900_000,
  entries: 2,
  exits: 0,
  woman: 2,
  man: 0,
  undetermined: 0,
  dwellBins: emptyBins(DWELL_BIN_EDGES_SEC),
  coverageSec: 896.5,
  missing: { camera: 3.5 },
  softwareVersion: '1.2.3',
  model: 'mini-xception@1.0.0',
  settingsVersion: 1,
  tier: 'wgsl',
  meanFrameRate: 20,
  latencyBins: emptyBins(LATENCY_BIN_EDGES_MS),
  revision: 2,
  acknowledged: 1,
};

test('a bucket is whole, also when a collector refused it', () => {
  expect(isWholeBucket(whole)).toBe(true);
  expect(isWholeBucket({ ...whole, refused: 2, due: 1 })).toBe(true);
});

test.each(Object.keys(whole))('a bucket without %s is not', (key) => {
  expect(isWholeBucket({ ...whole, [key]: undefined })).toBe(false);
});

test.each([
  ['nothing', null],
  ['a word', 'bucket'],
  ['a count below 0', { ...whole, entries: -1 }],
  ['half a person', { ...whole, man: 0.5 }],
  ['a number that is none', { ...whole, coverageSec: Number.NaN }],
  ['time without end', { ...whole, coverageSec: Infinity }],
  ['a word for a count', { ...whole, woman: '2' }],
  ['a slot of no length', { ...whole, slotMs: 0 }],
  ['a revision that never was', { ...whole, revision: 0 }],
  ['too few bins', { ...whole, dwellBins: [0, 0] }],
  ['bins that hold no counts', { ...whole, dwellBins: [0, 0, 0, 0, 0, '0'] }],
  ['a reason that is none', { ...whole, missing: { ghosts: 1 } }],
  ['a refusal that is no revision', { ...whole, refused: 'yes' }],
])('%s is not a bucket', (_name, value) => {
  expect(isWholeBucket(value)).toBe(false);
});

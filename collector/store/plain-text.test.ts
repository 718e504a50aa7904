import { expect, test } from 'vitest';
import { PROTOCOL } from '../../src/domain/batch.ts';
import { checkBatch } from '../server/check-batch.ts';
import { SAMPLE_REPORT, sampleBucket } from '../testing/samples.testing.ts';
import { parseKioskName } from './kiosks.ts';

function isTaken(entrance: string): boolean {
  const buckets = [sampleBucket(0, { entrance })];
  return checkBatch({ protocol: PROTOCOL, kiosk: SAMPLE_REPORT, buckets }) === undefined;
}

test.each([
  ['Persian, with a joiner that keeps letters apart', '\u062f\u0631\u0628\u200c\u0647\u0627'],
  ['Sinhala, with one that joins them', '\u0DC1\u0DCA\u200D\u0DBB\u0DD3'],
  ['an emoji of several', '\u{1F468}\u200D\u{1F469}\u200D\u{1F467} door'],
  ['a flag of tags', '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'],
  ['a sign of its own of the venue', '\ue000'],
])('takes a name: %s', (_what, name) => {
  expect(parseKioskName(name)).toBe(name);
  expect(isTaken(name)).toBe(true);
});

test.each([
  '\u0000',
  '\u001b',
  '\u007f',
  '\u009b',
  '\ud800',
  '\udc00',
  '\u202e',
  '\u202a',
  '\u2066',
  '\u2069',
])('refuses the name a%jb', (character) => {
  expect(parseKioskName(`a${character}b`)).toBeUndefined();
  expect(isTaken(`a${character}b`)).toBe(false);
});

import { expect, test } from 'vitest';
import { parseRetryAfterMs, troubleOfStatus } from './trouble.ts';

const NOW_MS = Date.UTC(2026, 10, 24, 12, 0, 0);

test.each([
  ['7', 7_000],
  ['0', 0],
  ['Tue, 24 Nov 2026 12:01:00 GMT', 60_000],
  ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  ['-5', undefined],
  [null, undefined],
])('a wait of "%s"', (header, expected) => {
  expect(parseRetryAfterMs(header, NOW_MS)).toBe(expected);
});

test('a collector that has waited too long is no other trouble than one that was waited for', () => {
  expect(troubleOfStatus(408, { detail: '' })).toMatchObject({ kind: 'timeout' });
});

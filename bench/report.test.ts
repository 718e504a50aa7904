import { expect, test } from 'vitest';
import { inWords, reportOf } from './report.ts';
import type { ContenderResult } from './results.ts';

const result = (contender: string, medianMs: number | null, faces = 16): ContenderResult => ({
  what: 'mini-xception',
  faces,
  contender,
  medianMs,
  spreadMs: medianMs === null ? null : 1,
  rounds: 5,
  dispatches: null,
  submits: null,
  readbacks: null,
  bytesToGpu: null,
  bytesFromGpu: null,
  overFloor: null,
  ...(medianMs === null ? { why: 'no device' } : {}),
});

const report = reportOf({
  adapter: 'test adapter',
  floor: { multiplyAddsPerSec: 1e9, bytesPerSec: 1e9, dispatchMs: 0.01, submitMs: 1 },
  parts: [
    {
      results: [
        result('ours', 10),
        result('tensorflow.js webgpu', 45),
        result('tensorflow.js wasm', null),
        result('tensorflow.js webgpu', 99, 1),
      ],
      kernels: [],
    },
  ],
});

test('a ratio is the peer’s median over ours on the same subject, where both have one', () => {
  expect(report.ratios).toEqual({ 'mini-xception@16:tensorflow.js webgpu': 4.5 });
});

test('the words say which bars hold, and why a contender has no time', () => {
  const words = inWords(report);
  expect(words).toContain('mini-xception@16:tensorflow.js webgpu: 4.50×, asked 5×: does not hold');
  expect(words).not.toContain('mini-xception@1:');
  expect(words).toContain('did not run: no device');
});

import { expect, test } from 'vitest';
import { timeLeft } from './progress.ts';

test('a line of progress says how long it takes still, or nothing while that is not known', () => {
  const options = { autopaddingChar: '' };
  expect(timeLeft(8_400, options, 5)).toBe(', 2h20m left');
  for (const unknown of ['0', 'INF', 'NULL']) expect(timeLeft(unknown, options, 5)).toBe('');
});

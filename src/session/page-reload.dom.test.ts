import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { initialSnapshot, type Snapshot } from '../state/snapshot.ts';
import { mayReload, reloadSeldom } from './page-reload.ts';

beforeEach(() => sessionStorage.clear());
afterEach(() => void vi.useRealTimers());

const nothing = (): Promise<void> => Promise.resolve();
const stay = (): undefined => undefined;

test('the page is loaded anew once what must be kept is kept, even if that fails', async () => {
  const steps: string[] = [];
  const { promise: reloaded, resolve } = Promise.withResolvers<void>();
  const keep = async (): Promise<void> => {
    await Promise.resolve();
    steps.push('kept');
  };
  expect(
    reloadSeldom(keep, () => {
      steps.push('reloaded');
      resolve();
    }),
  ).toBe(true);
  await reloaded;
  expect(steps).toEqual(['kept', 'reloaded']);
});

test('it is not loaded anew again within ten minutes, nor for ever after', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const answers = [0, 60_000, 539_000, 2_000, 1_000].map((laterMs) => {
    vi.setSystemTime(Date.now() + laterMs);
    return reloadSeldom(nothing, stay);
  });
  expect(answers).toEqual([true, false, false, true, false]);
});

test('a clock that was set back does not keep a page from being loaded anew', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  reloadSeldom(nothing, stay);
  vi.setSystemTime(Date.now() - 365 * 86_400_000);
  expect(reloadSeldom(nothing, stay)).toBe(true);
});

const fresh = initialSnapshot('1.2.3', 'camera');
test.each<[string, Partial<Snapshot>, boolean]>([
  ['all is written', {}, true],
  ['a write waits', { store: { ...fresh.store, fault: 'full' } }, false],
  ['no database is open', { store: { ...fresh.store, inMemory: true } }, false],
  ['the clock is wrong', { clock: { isWrong: true, undated: 2 } }, false],
  ['a person chose a file', { source: { status: 'running', kind: 'file' } as Snapshot['source'] }, false],
])('while %s, the page may go or not', (_name, change, expected) => {
  expect(mayReload({ ...fresh, ...change }, true)).toBe(expected);
  expect(mayReload({ ...fresh, ...change }, false)).toBe(false);
});

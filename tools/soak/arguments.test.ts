import { expect, test } from 'vitest';
import { parseSoakArguments } from './arguments.ts';

test.each([
  [['--frames', '99'], '--frames is a whole number from 100, not "99"'],
  [['--frames', 'many'], '--frames is a whole number from 100, not "many"'],
  [['--size', '320'], '--size is a width and a height such as 320x180, not "320"'],
  [['--size', '0x180'], '--size is a width and a height such as 320x180, not "0x180"'],
  [['--frame', '200'], "Unknown option '--frame'"],
])('refuses %j', (args, message) => {
  const outcome = parseSoakArguments(args);
  expect(outcome.ok ? '' : outcome.message).toContain(message);
});

test('what is not said has its default', () => {
  expect(parseSoakArguments([])).toMatchObject({
    ok: true,
    value: { frames: 100_000, range: 'short', tier: 'wgsl', size: { width: 320, height: 180 } },
  });
});

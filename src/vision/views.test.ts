import { assert, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { framePx, type FrameBox } from '../domain/geometry.ts';
import { maxViews, ViewPlanner, viewsOf } from './views.ts';

const HD = { width: 1280, height: 720 };

test('a high-definition frame has the whole and three by two squares', () => {
  const [whole, ...squares] = viewsOf('far', HD);
  expect(whole).toEqual({ x: 0, y: -280, side: 1280 });
  expect(squares).toEqual([0, 208].flatMap((y) => [0, 384, 768].map((x) => ({ x, y, side: 512 }))));
});

test.each(['short', 'full'] as const)('the %s range has the whole frame only', (range) => {
  expect(viewsOf(range, HD)).toHaveLength(1);
});

test('squares cover every frame, overlap, and are never more than there is room for', () => {
  const length = integer({ min: 16, max: 4096 });
  assert(
    property(length, length, double({ min: 0, max: 1, noNaN: true }), (width, height, part) => {
      const views = viewsOf('far', { width, height });
      expect(views.length).toBeLessThanOrEqual(maxViews('far'));
      const longer = Math.max(width, height);
      const [faceX, faceY, side] = [
        part * (width - 0.05 * longer),
        (1 - part) * (height - 0.05 * longer),
        0.049 * longer,
      ];
      if (faceX < 0 || faceY < 0) return;
      const whole = views
        .slice(1)
        .some(
          (view) =>
            faceX >= view.x &&
            faceY >= view.y &&
            faceX + side <= view.x + view.side &&
            faceY + side <= view.y + view.side,
        );
      expect(whole).toBe(true);
    }),
  );
});

function faceAt(x: number, y: number, side: number): { readonly box: FrameBox } {
  return { box: { x: framePx(x), y: framePx(y), width: framePx(side), height: framePx(side) } };
}

function countViews(planner: ViewPlanner, framesPerSec: number, seconds: number, startMs = 0): number {
  const frames = framesPerSec * seconds;
  let views = 0;
  for (let frame = 0; frame < frames; frame++)
    views += planner.next(startMs + (frame * 1000) / framesPerSec).length;
  return views / frames;
}

test('while nobody is there, a frame costs little more than one view, and every square is seen each second', () => {
  const views = viewsOf('far', HD);
  const planner = new ViewPlanner(views);
  expect(countViews(planner, 24, 10)).toBeLessThan(1.3);
  const seen = new Set(
    Array.from({ length: 24 }, (_, frame) => planner.next(20_000 + (frame * 1000) / 24)).flat(),
  );
  expect(seen.size).toBe(views.length);
});

test('a slow device looks at two empty squares a frame at most', () => {
  const planner = new ViewPlanner(viewsOf('far', HD));
  expect(countViews(planner, 1, 20)).toBe(3);
});

test('the square of a small face is looked at in every frame until the face is long gone; a large face needs none', () => {
  const views = viewsOf('far', HD);
  const planner = new ViewPlanner(views);
  for (let timeMs = 0; timeMs < 1000; timeMs += 50) planner.next(timeMs);
  planner.report([faceAt(1000, 500, 40), faceAt(100, 100, 200)], 1000);
  const [, , , , , , square] = views;
  for (let timeMs = 1050; timeMs < 2500; timeMs += 50) expect(planner.next(timeMs)).toContain(square);
  expect(planner.next(2500)).not.toContain(views[1]);
  const later = Array.from({ length: 20 }, (_, frame) => planner.next(3000 + 50 * frame));
  expect(later.filter((planned) => square !== undefined && planned.includes(square)).length).toBeLessThan(3);
});

test('a clock that is set back makes every square due again', () => {
  const planner = new ViewPlanner(viewsOf('far', HD));
  countViews(planner, 24, 5, 100_000);
  expect(countViews(planner, 24, 1)).toBeGreaterThan(1.2);
});

test('a frame may be looked at as a whole only, which changes nothing for the next', () => {
  const views = viewsOf('far', HD);
  const planner = new ViewPlanner(views);
  expect(planner.next(0, { wholeOnly: true })).toEqual([views[0]]);
  expect(planner.next(0)).toHaveLength(3);
});

test('a still picture is looked at whole and in every square, time and again, which changes nothing for the next frame', () => {
  const views = viewsOf('far', HD);
  const planner = new ViewPlanner(views);
  const looked = planner.next(0, { everySquare: true });
  expect(looked).toEqual(views);
  expect(planner.next(1, { everySquare: true })).toBe(looked);
  expect(planner.next(2)).toEqual(views.slice(0, 3));
});

test('the same views are the same array, so that nothing is written for them', () => {
  const planner = new ViewPlanner(viewsOf('full', HD));
  expect(planner.next(0)).toBe(planner.next(5000));
});

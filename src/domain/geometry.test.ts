import { assert, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { centreOf, framePx, intersectionOverUnion, type FrameBox } from './geometry.ts';

function box(x: number, y: number, width: number, height: number): FrameBox {
  return { x: framePx(x), y: framePx(y), width: framePx(width), height: framePx(height) };
}

const coordinate = integer({ min: 0, max: 20 });
const boxes = record({ x: coordinate, y: coordinate, width: coordinate, height: coordinate }).map(
  ({ x, y, width, height }) => box(x, y, width, height),
);

/** Whether a box covers the unit square at a column and row. */
function covers({ x, y, width, height }: FrameBox, column: number, row: number): boolean {
  return column >= x && column < x + width && row >= y && row < y + height;
}

test('the centre of a box', () => {
  expect(centreOf(box(10, 20, 5, 8))).toEqual({ x: 12.5, y: 24 });
});

test.each([
  ['the same box', box(1, 2, 3, 4), 1],
  ['half of it', box(1, 2, 3, 2), 0.5],
  ['one that only touches', box(4, 2, 3, 4), 0],
  ['one far away', box(40, 40, 3, 4), 0],
  ['an empty one inside', box(2, 3, 0, 0), 0],
  ['one moved by a third of its width', box(2, 2, 3, 4), 0.5],
])('intersection over union with %s', (_name, other, expected) => {
  expect(intersectionOverUnion(box(1, 2, 3, 4), other)).toBeCloseTo(expected, 12);
});

test('intersection over union agrees with counting unit squares', () => {
  assert(
    property(boxes, boxes, (a, b) => {
      let both = 0;
      let either = 0;
      for (let row = 0; row < 40; row++)
        for (let column = 0; column < 40; column++) {
          const [inA, inB] = [covers(a, column, row), covers(b, column, row)];
          both += inA && inB ? 1 : 0;
          either += inA || inB ? 1 : 0;
        }
      expect(intersectionOverUnion(a, b)).toBeCloseTo(either === 0 ? 0 : both / either, 12);
      expect(intersectionOverUnion(b, a)).toBe(intersectionOverUnion(a, b));
    }),
  );
});

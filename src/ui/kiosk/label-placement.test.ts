import { array, assert, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { placeLabels, type LabelWish } from './label-placement.ts';
import type { CssRect } from './object-fit.ts';

const area = { width: 800, height: 450 };
const label = { width: 160, height: 28 };
const wish = (id: number, x: number, y: number, side: number): LabelWish => ({
  id,
  box: { x, y, width: side, height: side },
  label,
});

const overlap = (a: CssRect, b: CssRect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test('a label stands above its box, centred', () => {
  expect(placeLabels([wish(1, 300, 200, 100)], area).get(1)).toEqual({ x: 270, y: 166, ...label });
});

test('without room above, it stands below; at the side of the picture, it moves inwards', () => {
  expect(placeLabels([wish(1, 0, 10, 80)], area).get(1)).toEqual({ x: 6, y: 96, ...label });
});

test('the nearer person chooses first, and the other moves aside', () => {
  const placed = placeLabels([wish(1, 300, 200, 90), wish(2, 400, 200, 100)], area);
  expect(placed.get(2)).toEqual({ x: 370, y: 166, ...label });
  expect(placed.get(1)).toEqual({ x: 230, y: 296, ...label });
});

test('no label ever covers a label or a face, or leaves the picture', () => {
  const person = record({
    x: integer({ min: -40, max: 780 }),
    y: integer({ min: -40, max: 430 }),
    side: integer({ min: 20, max: 200 }),
  });
  assert(
    property(array(person, { maxLength: 24 }), (people) => {
      const wishes = people.map(({ x, y, side }, id) => wish(id, x, y, side));
      const labels = [...placeLabels(wishes, area).values()];
      for (const [index, rect] of labels.entries()) {
        expect(rect.x >= 0 && rect.x + rect.width <= area.width).toBe(true);
        expect(rect.y >= 0 && rect.y + rect.height <= area.height).toBe(true);
        const others = [...labels.slice(index + 1), ...wishes.map(({ box }) => box)];
        expect(others.some((other) => overlap(rect, other))).toBe(false);
      }
    }),
  );
});

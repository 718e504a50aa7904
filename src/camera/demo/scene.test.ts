import { expect, test } from 'vitest';
import { DEMO_SIZE, peopleAt } from './scene.ts';

const TIMES_MS = Array.from({ length: 3_000 }, (_, index) => index * 100);

test('somebody is in the picture from the start, and never more than three', () => {
  for (const timeMs of TIMES_MS) {
    expect(peopleAt(timeMs).length).toBeGreaterThanOrEqual(1);
    expect(peopleAt(timeMs).length).toBeLessThanOrEqual(3);
  }
});

test('everybody who is drawn has one of the sixty faces', () => {
  const faces = new Set(TIMES_MS.flatMap((timeMs) => peopleAt(timeMs).map(({ face }) => face)));
  expect(faces.size).toBeGreaterThan(30);
  for (const face of faces) expect(face).toMatch(/^(woman|man)-[0-2]\d$/);
});

test('people come nearer, the furthest is drawn first, and nobody vanishes inside the picture', () => {
  let before = peopleAt(0);
  for (const timeMs of TIMES_MS.slice(1)) {
    const people = peopleAt(timeMs);
    expect(people.map(({ headPx }) => headPx)).toEqual(
      people.map(({ headPx }) => headPx).toSorted((a, b) => a - b),
    );
    const gone = before.filter(({ face }) => !people.some((person) => person.face === face));
    for (const { x, headPx } of gone) {
      const bodyHalfPx = 0.9 * headPx;
      expect(x + bodyHalfPx < 0 || x - bodyHalfPx > DEMO_SIZE.width).toBe(true);
    }
    before = people;
  }
});

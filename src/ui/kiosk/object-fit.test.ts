import { expect, test } from 'vitest';
import { framePx } from '../../domain/geometry.ts';
import { boxRect, chooseFit, drawnRect } from './object-fit.ts';

const wide = { width: 1600, height: 900 };

test('contain leaves bars, cover cuts off, both around the centre', () => {
  const area = { width: 800, height: 800 };
  expect(drawnRect(wide, area, 'contain')).toEqual({ x: 0, y: 175, width: 800, height: 450 });
  expect(drawnRect(wide, { width: 800, height: 900 }, 'cover')).toEqual({
    x: -400,
    y: 0,
    width: 1600,
    height: 900,
  });
});

test('an area is filled only where little of the picture is lost', () => {
  expect(chooseFit(wide, { width: 1600, height: 990 })).toBe('cover');
  expect(chooseFit(wide, { width: 1600, height: 1010 })).toBe('contain');
  expect(chooseFit(wide, { width: 1600, height: 800 })).toBe('contain');
});

test('a box is placed on the drawn picture, whatever the size of the analysed frame', () => {
  const box = { x: framePx(100), y: framePx(50), width: framePx(200), height: framePx(100) };
  const drawn = { x: 10, y: 20, width: 400, height: 200 };
  expect(boxRect(box, { width: 800, height: 400 }, drawn)).toEqual({
    x: 60,
    y: 45,
    width: 100,
    height: 50,
  });
});

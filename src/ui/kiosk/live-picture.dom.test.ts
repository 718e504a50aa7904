import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { LiveView } from '../../state/snapshot.ts';
import { greyPicture, personAt } from '../harness.testing.ts';
import { appearanceStyles } from '../base-styles.ts';
import { tokens } from '../tokens.ts';
import './live-picture.ts';
import type { LivePicture } from './live-picture.ts';
import type { CssRect } from './object-fit.ts';

let room: HTMLElement | undefined;

afterEach(() => room?.remove());

/** Shows a picture in a room of some size. */
async function show(
  picture: HTMLCanvasElement,
  live: LiveView,
  [width, height]: readonly [number, number],
): Promise<LivePicture> {
  room = document.createElement('div');
  room.style.cssText = `position:fixed;left:0;top:0;width:${width}px;height:${height}px`;
  const view = document.createElement('live-picture');
  view.style.height = '100%';
  Object.assign(view, { picture, live });
  room.append(view);
  document.body.append(room);
  await expect.poll(() => view.renderRoot.querySelector('.person')).not.toBeNull();
  return view;
}

const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity) + 1;

/** Bounds of what is red on the screen, from a screenshot: what the browser drew, whatever we believe. */
async function redOnScreen(view: LivePicture): Promise<CssRect> {
  view.renderRoot.querySelector<HTMLElement>('.overlay')?.style.setProperty('visibility', 'hidden');
  const base64 = await page.screenshot({ element: view, base64: true, save: false });
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let pixel = 0; pixel < bitmap.width * bitmap.height; pixel++) {
    const [red = 0, green = 0, blue = 0] = data.subarray(4 * pixel, 4 * pixel + 3);
    if (red < 180 || green > 80 || blue > 80) continue;
    xs.push(pixel % bitmap.width);
    ys.push(Math.floor(pixel / bitmap.width));
  }
  const [x, y] = [least(xs), least(ys)];
  return { x, y, width: most(xs) - x, height: most(ys) - y };
}

test.each([
  ['of the picture’s own shape', [600, 450], 'cover'],
  ['a little lower, which cuts the picture', [600, 420], 'cover'],
  ['much lower, which leaves bars at the sides', [640, 300], 'contain'],
  ['much higher, which leaves bars above and below', [300, 420], 'contain'],
] as const)('in a room %s, a box lies where the browser draws the face', async (_name, size, fit) => {
  await page.viewport(800, 600);
  const picture = greyPicture(400, 300);
  const context = picture.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = '#ff0000';
  context.fillRect(250, 60, 80, 100);
  // The analysed frame is twice as large as the picture.
  const people = [personAt(1, 'woman', [500, 120, 160, 200])];
  const view = await show(picture, { frameSize: { width: 800, height: 600 }, people, presentNow: 1 }, size);

  expect(getComputedStyle(picture).objectFit).toBe(fit);
  const box = view.renderRoot.querySelector('.person')?.getBoundingClientRect();
  const drawn = await redOnScreen(view);
  for (const side of ['x', 'y', 'width', 'height'] as const)
    expect(Math.abs((box?.[side] ?? NaN) - drawn[side]), side).toBeLessThanOrEqual(1.5);
});

test('appearances differ by words, colour and line; who will not be counted has a thin line and no words', async () => {
  const people = [
    personAt(1, 'woman', [40, 120, 80, 90]),
    personAt(2, 'man', [280, 120, 80, 90]),
    personAt(3, 'undetermined', [520, 120, 80, 90]),
    { ...personAt(4, 'man', [680, 120, 80, 90]), confirmed: false },
  ];
  const live = { frameSize: { width: 800, height: 450 }, people, presentNow: 3 };
  const view = await show(greyPicture(800, 450), live, [800, 450]);
  room?.style.setProperty('display', 'block');
  const theme = document.createElement('style');
  theme.textContent = tokens.cssText.replaceAll(':host', ':root') + appearanceStyles.cssText;
  room?.append(theme);

  const looks = [...view.renderRoot.querySelectorAll('.person')].map((box) => getComputedStyle(box));
  expect(looks.map(({ borderTopStyle }) => borderTopStyle)).toEqual(['solid', 'double', 'dotted', 'dashed']);
  expect(new Set(looks.map(({ borderTopColor }) => borderTopColor)).size).toBe(4);
  expect(parseFloat(looks[3]?.borderTopWidth ?? '')).toBeLessThan(2);
  const labels = [...view.renderRoot.querySelectorAll('.label')].map(({ textContent }) => textContent);
  expect(labels).toEqual(['looks like a woman', 'looks like a man', 'can’t tell']);
});

test('the words of a label fit into it', async () => {
  const people = [personAt(1, 'woman', [300, 200, 80, 90])];
  const live = { frameSize: { width: 800, height: 450 }, people, presentNow: 1 };
  const view = await show(greyPicture(800, 450), live, [800, 450]);
  const label = view.renderRoot.querySelector('.label');
  expect(label?.scrollWidth).toBeLessThanOrEqual(label?.clientWidth ?? 0);
});

test('the picture is never mirrored', async () => {
  const people = [personAt(1, 'woman', [300, 200, 80, 90])];
  const picture = greyPicture(800, 450);
  const view = await show(
    picture,
    { frameSize: { width: 800, height: 450 }, people, presentNow: 1 },
    [800, 450],
  );
  for (let at: Element | null = picture; at !== null && at !== view; at = at.parentElement)
    expect(getComputedStyle(at).transform).toBe('none');
});

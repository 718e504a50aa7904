import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Bucket } from '../../domain/bucket.ts';
import { bucketAt, dayOf, NOW_MS } from '../day.testing.ts';
import { countingSnapshot, focusedElement, mountApp, settled, type MountedApp } from '../harness.testing.ts';
import './review-view.ts';

let mounted: MountedApp;

beforeEach(async () => {
  vi.setSystemTime(NOW_MS);
  await page.viewport(1280, 800);
});

afterEach(() => {
  vi.useRealTimers();
  mounted.dispose();
});

/** Shows the review of some slots; undefined for a store that was not read yet. */
async function review(buckets: readonly Bucket[] | undefined): Promise<ParentNode> {
  const today = buckets === undefined ? undefined : dayOf(buckets);
  mounted = await mountApp(countingSnapshot({ today }), '#/review');
  await expect.poll(() => mounted.app.renderRoot.querySelector('review-view')?.shadowRoot).toBeTruthy();
  await settled(mounted.app);
  const root = mounted.app.renderRoot.querySelector('review-view')?.shadowRoot;
  if (!root) throw new Error('no review');
  return root;
}

const text = (element: Element | null | undefined): string =>
  element?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';

const slots = [
  bucketAt(9, { woman: 3, man: 2, undetermined: 1 }),
  bucketAt(9.25, { woman: 1200, man: 40, coverageSec: 540, missing: { camera: 240, paused: 120 } }),
  bucketAt(11, { coverageSec: 0, missing: { gpu: 900 } }),
  bucketAt(14.5, { man: 1, coverageSec: 130 }),
];

test('each slot is a row with its numbers; what was not measured is never zero', async () => {
  const root = await review(slots);
  const rows = [...root.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => text(cell)),
  );
  expect(rows).toEqual([
    ['00:00–09:00', 'not measured'],
    ['09:00–09:15', '6', '3', '2', '1', '15 min'],
    ['09:15–09:30', '1,240', '1,200', '40', '0', '9 of 15 minno picture 4 min, paused 2 min'],
    ['09:30–11:00', 'not measured'],
    ['11:00–11:15', 'not measuredengine not running 15 min'],
    ['11:15–14:30', 'not measured'],
    ['14:30–14:45', '1', '0', '1', '0', '2 min so far'],
  ]);
  expect([...root.querySelectorAll('tfoot tr > *')].map((cell) => text(cell))).toEqual([
    'Total',
    '1,247',
    '1,203',
    '43',
    '1',
    '26 min',
  ]);
});

test('the table says what it is about, in which time zone, and what its headers head', async () => {
  const root = await review(slots);
  expect(text(root.querySelector('caption'))).toMatch(
    /^People counted on Tuesday 24 November\. Local time: \p{L}.*(GMT|UTC)/u,
  );
  expect([...root.querySelectorAll('thead th')].map((header) => text(header))).toEqual([
    'Time',
    'Counted',
    'Look like women',
    'Look like men',
    'Can’t tell',
    'Measured',
  ]);
  expect(
    [...root.querySelectorAll('thead th')].every((header) => header.getAttribute('scope') === 'col'),
  ).toBe(true);
  expect(
    [...root.querySelectorAll('tbody th, tfoot th')].map((header) => header.getAttribute('scope')),
  ).toEqual(Array(8).fill('row'));
});

test('the table scrolls in a region of its own that the keyboard reaches', async () => {
  const many = Array.from({ length: 40 }, (_, index) => bucketAt(index / 4, { woman: 1 }));
  const root = await review(many);
  const region = page.getByRole('region', { name: /People counted/ });
  const element = root.querySelector('.table');
  expect(element?.scrollHeight).toBeGreaterThan(element?.clientHeight ?? Infinity);
  await userEvent.tab();
  await userEvent.tab();
  await userEvent.tab();
  expect(focusedElement()).toBe(region.element());
  await userEvent.keyboard('{End}');
  await expect.poll(() => element?.scrollTop).toBeGreaterThan(0);
});

test('the chart stacks what each slot counted, and hatches what was not measured', async () => {
  const root = await review(slots);
  const plot = root.querySelector('.plot')?.getBoundingClientRect();
  const heights = (look: string): number[] =>
    [...root.querySelectorAll(`.plot rect.${look}`)].map((bar) => bar.getBoundingClientRect().height);
  // The axis ends at 1,500: the second slot has 1,200 and 40.
  expect(heights('woman')[1]).toBeCloseTo((1200 / 1500) * (plot?.height ?? NaN), 0);
  expect(heights('man')[1]).toBeCloseTo((40 / 1500) * (plot?.height ?? NaN), 0);
  expect(heights('undetermined')[0]).toBeGreaterThan(0);

  const whole = [...root.querySelectorAll('.plot rect.unmeasured')]
    .map((mark) => mark.getBoundingClientRect())
    .filter(({ height }) => Math.abs(height - (plot?.height ?? NaN)) < 1);
  expect(whole).toHaveLength(3);
  const bars = [...root.querySelectorAll('.plot rect:is(.woman, .man)')].map((bar) =>
    bar.getBoundingClientRect(),
  );
  expect(bars.some((bar) => whole.some((mark) => bar.left < mark.right && mark.left < bar.right))).toBe(
    false,
  );
  await expect
    .element(page.getByRole('img', { name: /^Chart of people counted from 09:00–15:00: 1,247/ }))
    .toBeVisible();
});

test('table and chart stand side by side, and one above the other on an upright screen', async () => {
  const root = await review(slots);
  const box = (selector: string): DOMRect =>
    root.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
  expect(box('.table').right).toBeLessThan(box('figure').left);
  await page.viewport(800, 1280);
  await expect.poll(() => box('figure').bottom < box('.table').top).toBe(true);
});

test('in a low window nothing lies over the words, and all can be scrolled to', async () => {
  await page.viewport(844, 390);
  const root = await review(slots);
  const box = (selector: string): DOMRect =>
    root.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
  const plot = box('.plot');
  expect(plot.height).toBeGreaterThan(100);
  expect(plot.bottom).toBeLessThan(box('.meaning').top);
  expect(box('.table').height).toBeLessThan(2 * innerHeight);
  await page.getByRole('link', { name: /can’t tell/ }).click();
  root.querySelector('.meaning details p')?.scrollIntoView({ block: 'end' });
  expect(box('.meaning details p').bottom).toBeLessThan(innerHeight + 1);
});

test('the hours under a narrow chart do not lie over each other', async () => {
  await page.viewport(844, 390);
  // Of an afternoon, the chart has every hour.
  const root = await review([bucketAt(13, { woman: 1 })]);
  const hours = [...root.querySelectorAll('.tick.hour')]
    .map((tick) => tick.getBoundingClientRect())
    .filter(({ width }) => width > 0);
  expect(hours.length).toBeGreaterThan(2);
  for (const [index, hour] of hours.entries())
    expect(hour.right).toBeLessThan(hours[index + 1]?.left ?? Infinity);
});

test('it says that numbers are of looks, and a link opens what “can’t tell” means', async () => {
  const root = await review(slots);
  await expect
    .element(page.getByText(/what people look like to a classifier, not who or what they are/))
    .toBeVisible();
  expect(root.querySelector('details')?.open).toBe(false);
  await page.getByRole('link', { name: /can’t tell/ }).click();
  await expect.element(page.getByText(/never shared out between the other two/)).toBeVisible();
  expect(location.hash).toBe('#/review');
});

test('a day without slots and a day not read yet say so', async () => {
  await review([]);
  await expect.element(page.getByText('Nothing has been measured today yet.')).toBeVisible();
  await expect.element(page.getByRole('table')).not.toBeInTheDocument();
  mounted.dispose();
  await review(undefined);
  await expect.element(page.getByText('Reading today’s totals…')).toBeVisible();
});

test('the review of a demo says that it is one', async () => {
  await review(slots);
  await expect.element(page.getByText(/^Demo · /)).not.toBeInTheDocument();
  await mounted.write({ source: { status: 'opening', kind: 'demo' } });
  await expect.element(page.getByText(/^\s*Demo · /)).toBeVisible();
});

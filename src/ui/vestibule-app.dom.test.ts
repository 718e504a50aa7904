import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { bucketAt, dayOf } from './day.testing.ts';
import { countingSnapshot, focusedElement, mountApp, settled, type MountedApp } from './harness.testing.ts';

let mounted: MountedApp;

beforeEach(() => page.viewport(1280, 800));

afterEach(() => mounted.dispose());

function focused(): string {
  const at = focusedElement();
  return `${at?.tagName} ${at?.textContent.trim()}`;
}

test('before there is a state, nothing is shown', async () => {
  mounted = await mountApp(countingSnapshot());
  mounted.app.state = undefined;
  await mounted.app.updateComplete;
  expect(mounted.app.renderRoot.querySelector('kiosk-view')).toBeNull();
});

test('links lead to each page and back; title and focus follow', async () => {
  mounted = await mountApp(countingSnapshot());
  expect(document.title).toBe('Vestibule');
  for (const [link, title] of [
    ['Review', 'Review · Vestibule'],
    ['Status', 'Status · Vestibule'],
  ] as const) {
    await page.getByRole('link', { name: link }).click();
    await expect.poll(focused).toBe(`H1 ${link}`);
    expect(document.title).toBe(title);
    await page.getByRole('link', { name: 'Back to the kiosk' }).click();
    await expect.poll(focused).toBe('H1 Counted today');
    expect(document.title).toBe('Vestibule');
    expect(location.hash).toBe('#/');
  }
});

test('Escape leads back to the kiosk', async () => {
  mounted = await mountApp(countingSnapshot(), '#/status');
  await expect.element(page.getByRole('heading', { name: 'Status' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('heading', { name: 'Status' })).not.toBeInTheDocument();
  await expect.poll(focused).toBe('H1 Counted today');
});

test('Escape leads nowhere where a part of a page has taken it', async () => {
  mounted = await mountApp(countingSnapshot(), '#/status');
  const heading = page.getByRole('heading', { name: 'Status' });
  await expect.element(heading).toBeVisible();
  mounted.app.addEventListener('keydown', (event) => event.preventDefault());
  heading
    .element()
    .dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }),
    );
  expect(location.hash).toBe('#/status');
});

test('an address that names a page opens it, and any other the kiosk', async () => {
  mounted = await mountApp(countingSnapshot(), '#/review');
  await expect.element(page.getByRole('heading', { name: 'Review' })).toBeVisible();
  mounted.dispose();
  mounted = await mountApp(countingSnapshot(), '#/nowhere');
  await expect.element(page.getByRole('heading', { name: 'Counted today' })).toBeVisible();
});

test('under another page the kiosk cannot be reached, and its video plays on', async () => {
  const video = document.createElement('video');
  const canvas = document.createElement('canvas');
  canvas.getContext('2d')?.fillRect(0, 0, 10, 10);
  video.muted = true;
  video.srcObject = canvas.captureStream(10);
  await video.play();
  mounted = await mountApp(
    countingSnapshot({ source: { status: 'running', kind: 'camera', label: 'Camera', picture: video } }),
  );
  expect(video.isConnected).toBe(true);

  location.hash = '#/review';
  await expect.element(page.getByRole('heading', { name: 'Review' })).toBeVisible();
  const link = mounted.app.renderRoot
    .querySelector('kiosk-view')
    ?.renderRoot.querySelector<HTMLElement>('nav a');
  link?.focus();
  expect(focusedElement()).not.toBe(link);
  await mounted.write({ engine: { status: 'fault', message: 'No WebGPU.', retryAtMs: undefined } });
  location.hash = '#/';
  await expect.element(page.getByRole('heading', { name: 'This device does not count' })).toBeVisible();
  await mounted.write({ engine: { status: 'starting' } });
  expect(video.isConnected).toBe(true);
  expect(video.paused).toBe(false);
});

test('an app that left the page follows the state no more', async () => {
  mounted = await mountApp(countingSnapshot());
  mounted.dispose();
  mounted.state.write({ today: dayOf([bucketAt(9, { woman: 5 })]) });
  expect(mounted.app.isUpdatePending).toBe(false);
});

test('a page can be reached and left by keyboard alone', async () => {
  mounted = await mountApp(countingSnapshot());
  await userEvent.tab();
  expect(focused()).toBe('A Review');
  await userEvent.keyboard('{Enter}');
  await expect.poll(focused).toBe('H1 Review');
  await userEvent.tab({ shift: true });
  expect(focused()).toContain('Back to the kiosk');
  await userEvent.keyboard('{Enter}');
  await expect.poll(focused).toBe('H1 Counted today');
});

/** Elements below `root` that reach out of the window sideways, and controls too small for a finger. */
function misfits(root: ParentNode): string[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
    const { left, right, width, height } = element.getBoundingClientRect();
    const name = `${element.localName}.${element.className}`;
    const found: string[] = element.shadowRoot === null ? [] : misfits(element.shadowRoot);
    const scrolls = element.closest('.table, .picture, .overlay') !== null && !element.matches('.table');
    if (!scrolls && width > 0 && (left < -1 || right > innerWidth + 1)) found.push(`${name} is outside`);
    const alone = element.matches('button, select, summary, .button, nav a, .status-line a');
    if (alone && (height < 44 || width < 44)) found.push(`${name} is ${width} × ${height}`);
    return found;
  });
}

const trouble = {
  live: undefined,
  online: false,
  offline: 'update-waiting',
  cameras: [
    { deviceId: 'a', label: 'Front camera' },
    { deviceId: 'b', label: 'HD Pro Webcam with a long name (046d:0892)' },
  ],
  source: { status: 'fault', kind: 'camera', fault: { kind: 'busy', detail: 'x'.repeat(90) }, retryAtMs: 1 },
  store: { ...countingSnapshot().store, fault: 'The disk is full; free some space on this device.' },
} as const;

for (const [width, height] of [
  [800, 1280],
  [1280, 800],
  [1024, 640],
  [390, 844],
] as const)
  for (const [name, change] of [
    ['counting', { today: dayOf([bucketAt(9, { woman: 8000, man: 4000 }), bucketAt(10.5, { man: 847 })]) }],
    ['in trouble', trouble],
  ] as const)
    test(`${name}, at ${width} × ${height} nothing is outside, and fingers find every control`, async () => {
      await page.viewport(width, height);
      mounted = await mountApp(countingSnapshot(change));
      await settled(mounted.app);
      const kiosk = mounted.app.renderRoot.querySelector('kiosk-view');
      expect(kiosk?.scrollWidth).toBe(width);
      if (width > 390) expect(kiosk?.scrollHeight).toBe(height);
      for (const hash of ['#/', '#/review', '#/status']) {
        location.hash = hash;
        await expect.poll(() => document.title.toLowerCase()).toMatch(hash.slice(2));
        if (hash !== '#/')
          await expect.poll(() => mounted.app.renderRoot.querySelector('.view')?.shadowRoot).toBeTruthy();
        await settled(mounted.app);
        expect(misfits(mounted.app.renderRoot), hash).toEqual([]);
      }
    });

import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { DEFAULT_SETTINGS } from '../../domain/settings.ts';
import { initialSnapshot, type Snapshot } from '../../state/snapshot.ts';
import { countingSnapshot, greyPicture, mountApp, settled, type MountedApp } from '../harness.testing.ts';
import './status-view.ts';

let mounted: MountedApp;

beforeEach(() => page.viewport(1280, 800));

afterEach(() => mounted.dispose());

/** Shows the status, and answers with the terms of a group and what is said of each. */
async function status(snapshot: Snapshot): Promise<(group: string) => Record<string, string>> {
  mounted = await mountApp(snapshot, '#/status');
  await expect.poll(() => mounted.app.renderRoot.querySelector('status-view')?.shadowRoot).toBeTruthy();
  await settled(mounted.app);
  const root = mounted.app.renderRoot.querySelector('status-view')?.shadowRoot;
  return (group) =>
    Object.fromEntries(
      [...(root?.querySelectorAll(`.${group} dl > div`) ?? [])].map((line) => [
        line.querySelector('dt')?.textContent ?? '',
        line.querySelector('dd')?.textContent ?? '',
      ]),
    );
}

const button = (name: string) => page.getByRole('button', { name, exact: true });

test('a running kiosk says all that is known of it', async () => {
  const facts = await status(countingSnapshot());
  expect(facts('engine')).toEqual({
    Condition: 'Running',
    'Computed by': 'own WebGPU kernels (WGSL)',
    Adapter: 'Qualcomm Adreno 730',
    'Graphics hardware': 'Yes',
    Model: 'mini-xception@1.0.0',
    Range: 'full',
    'Frames a second': '24.6',
    Pace: 'Every frame that the engine can take',
    'From frame to answer': 'half within 21.3 ms, 95 % within 34.9 ms',
    'From frame to answer, today': '95 % within 33 ms',
    'A frame takes': '19.1 ms',
    'of that, to encode': '0.8 ms',
    'of that, GPU and readback': '18.3 ms',
    'GPU: detector': '11.4 ms',
    'GPU: classifier': '5.1 ms',
    'Dispatches a frame': '58',
    'Frames arrive': 'directly (external texture)',
  });
  expect(facts('camera')).toEqual({
    Kind: 'Camera',
    Condition: 'Running',
    Name: 'Front camera',
    Frame: '960 × 540 pixels',
  });
  expect(facts('storage')).toEqual({
    Role: 'This window counts',
    Totals: 'On this device',
    'Kept for good': 'Yes',
    Used: '3.4 MB',
    Room: '2,000 MB',
    Trouble: 'None',
  });
  expect(facts('app')).toEqual({
    Version: '0.1.0',
    'Kept on this device': 'Yes: it works without a network',
    Network: 'There, and not needed',
    Screen: 'Kept awake',
  });
});

test('what is not known is said to be so, never left blank', async () => {
  const facts = await status(initialSnapshot('0.1.0', 'camera'));
  const all = ['engine', 'camera', 'storage', 'app'].flatMap((group) => Object.entries(facts(group)));
  expect(all.filter(([, value]) => value.trim() === '')).toEqual([]);
  expect(facts('engine')['Adapter']).toBe('not known');
  expect(facts('storage')).toMatchObject({
    'Kept for good': 'not known',
    Used: 'not known',
    Room: 'not known',
  });
  expect(facts('app')['Screen']).toBe('not known');
});

test('trouble is written out', async () => {
  const facts = await status(
    countingSnapshot({
      engine: { status: 'fault', message: 'The device was lost.', retryAtMs: undefined },
      store: { ...countingSnapshot().store, persisted: false, fault: 'The disk is full.' },
      awake: false,
      online: false,
    }),
  );
  expect(facts('engine')['Condition']).toBe('Not running: The device was lost.');
  expect(facts('storage')).toMatchObject({ Trouble: 'The disk is full.' });
  expect(facts('storage')['Kept for good']).toMatch(/^No: /);
  expect(facts('app')).toMatchObject({ Screen: 'May go dark', Network: 'None, and none needed' });
  await button('Start it again').click();
  expect(mounted.intents).toEqual([{ type: 'retry-engine' }]);
});

test('the camera can be opened again, changed, and given up for the demo', async () => {
  const cameras = [
    { deviceId: 'front', label: 'Front camera' },
    { deviceId: 'usb', label: 'USB camera' },
  ];
  await status(
    countingSnapshot({ cameras, settings: { ...DEFAULT_SETTINGS, range: 'full', cameraDeviceId: 'front' } }),
  );
  const choice = page.getByRole('combobox', { name: 'Choose a camera' });
  await expect.element(choice).toHaveValue('front');
  await choice.selectOptions('USB camera');
  await button('Open it again').click();
  await button('Show the demo').click();
  expect(mounted.intents).toEqual([
    { type: 'change-settings', change: { cameraDeviceId: 'usb' } },
    { type: 'retry-source' },
    { type: 'use-source', kind: 'demo' },
  ]);
});

test('from the demo, a button leads to the camera', async () => {
  await status(
    countingSnapshot({
      source: { status: 'running', kind: 'demo', label: 'Demo', picture: greyPicture(8, 8) },
    }),
  );
  await button('Use the camera').click();
  expect(mounted.intents).toEqual([{ type: 'use-source', kind: 'camera' }]);
});

test('a video file can be chosen, and the same one again', async () => {
  await status(countingSnapshot());
  const input = page.getByLabelText('Open a video file');
  const file = new File(['x'], 'lobby.mp4', { type: 'video/mp4' });
  await userEvent.upload(input, file);
  await userEvent.upload(input, file);
  expect(mounted.intents.map(({ type }) => type)).toEqual(['use-file', 'use-file']);
  expect(mounted.intents[0]).toMatchObject({ file: { name: 'lobby.mp4' } });
});

test('the range is a choice that says what a change costs', async () => {
  await status(countingSnapshot());
  await expect.element(page.getByRole('group', { name: 'Range' })).toHaveTextContent(/restarts the engine/);
  await expect.element(page.getByRole('radio', { name: /^Far/ })).toBeChecked();
  await page.getByRole('radio', { name: /^Short/ }).click();
  expect(mounted.intents).toEqual([{ type: 'change-settings', change: { range: 'short' } }]);
  await mounted.write({ settings: { ...DEFAULT_SETTINGS, range: 'short' } });
  await expect.element(page.getByRole('radio', { name: /^Short/ })).toBeChecked();
});

test('what computes can be chosen, and left to the kiosk again', async () => {
  await status(countingSnapshot());
  const choice = page.getByRole('combobox', { name: 'Computed by' });
  await expect.element(choice).toHaveValue('');
  await choice.selectOptions('wasm');
  await mounted.write({ settings: { ...DEFAULT_SETTINGS, range: 'full', tier: 'wasm' } });
  await expect.element(choice).toHaveValue('wasm');
  await choice.selectOptions('');
  expect(mounted.intents).toEqual([
    { type: 'change-settings', change: { tier: 'wasm' } },
    { type: 'change-settings', change: { tier: undefined } },
  ]);
});

test('a lower rung says what computes and why not the others, and claims nothing of a GPU', async () => {
  const { engine } = countingSnapshot();
  if (engine.status !== 'running') throw new Error('the snapshot is of a running engine');
  const passedOver = [{ tier: 'wgsl', reason: 'It gives wrong answers: 3 faces instead of 2.' }] as const;
  const report = {
    ...engine.report,
    tier: 'wasm',
    adapter: 'WebAssembly with SIMD, threads: 4',
    passedOver,
  } as const;
  const facts = (await status(countingSnapshot({ engine: { ...engine, report } })))('engine');
  expect(facts).toMatchObject({
    'Computed by': 'TensorFlow.js on the processor (WebAssembly)',
    Adapter: 'WebAssembly with SIMD, threads: 4',
    'Graphics hardware': 'Not used: the processor computes',
    'Not by own WebGPU kernels (WGSL)': 'It gives wrong answers: 3 faces instead of 2.',
    'A frame takes': '19.1 ms',
  });
  expect(Object.keys(facts).filter((term) => /GPU:|Dispatches|encode/.test(term))).toEqual([]);
});

test('a waiting update can be let in; without one there is no button', async () => {
  await status(countingSnapshot());
  await expect.element(button('Update now')).not.toBeInTheDocument();
  await mounted.write({ offline: 'update-waiting' });
  await button('Update now').click();
  expect(mounted.intents).toEqual([{ type: 'apply-update' }]);
});

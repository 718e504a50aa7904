/** Snapshots as the session would write them, and an app that shows them, for tests of the screen. */
import type { Appearance } from '../domain/face.ts';
import { framePx } from '../domain/geometry.ts';
import type { Intent } from '../state/intent.ts';
import { initialSnapshot, type LivePerson, type Snapshot } from '../state/snapshot.ts';
import { createState, type State } from '../state/state.ts';
import { bucketAt, dayOf } from './day.testing.ts';
import './vestibule-app.ts';
import type { VestibuleApp } from './vestibule-app.ts';

/** The app on the page, the state that it shows, and what it asked for so far. */
export interface MountedApp {
  readonly app: VestibuleApp;
  readonly state: State;
  readonly intents: readonly Intent[];
  /** Changes the state and waits until the screen shows it. */
  readonly write: (change: Partial<Snapshot>) => Promise<void>;
  readonly dispose: () => void;
}

/** A confirmed person with a box in frame pixels. */
export function personAt(
  id: number,
  leaning: Appearance,
  [x, y, width, height]: readonly number[],
): LivePerson {
  return {
    id,
    leaning,
    confirmed: true,
    box: { x: framePx(x ?? 0), y: framePx(y ?? 0), width: framePx(width ?? 0), height: framePx(height ?? 0) },
  };
}

/** A canvas of some size, painted grey. */
export function greyPicture(width: number, height: number): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = '#8a8f96';
  context.fillRect(0, 0, width, height);
  return canvas;
}

const WELL_STORE: Snapshot['store'] = {
  ...initialSnapshot('0.1.0', 'camera').store,
  role: 'writer',
  persisted: true,
  usageBytes: 3_400_000,
  quotaBytes: 2e9,
};

/** A kiosk that counts people before its camera. */
export function countingSnapshot(change: Partial<Snapshot> = {}): Snapshot {
  return {
    ...initialSnapshot('0.1.0', 'camera'),
    source: { status: 'running', kind: 'camera', label: 'Front camera', picture: greyPicture(960, 540) },
    engine: {
      status: 'running',
      report: {
        tier: 'wgsl',
        passedOver: [],
        adapter: 'Qualcomm Adreno 730',
        softwareAdapter: false,
        model: 'mini-xception@1.0.0',
        calibration: { temperature: 0.92, undeterminedBelowAbsLogOdds: 2.15 },
        range: 'full',
      },
      performance: {
        frameRate: 24.62,
        encodeMs: 0.84,
        gpuMs: 18.3,
        totalMs: 19.1,
        latencyMs: { p50: 21.3, p95: 34.9 },
        pace: 'full',
        dispatches: 58,
        framePath: 'external-texture',
        stages: [
          { stage: 'detector', gpuMs: 11.42 },
          { stage: 'classifier', gpuMs: 5.06 },
        ],
      },
    },
    live: { frameSize: { width: 960, height: 540 }, people: [], presentNow: 0 },
    today: dayOf([bucketAt(9, { woman: 12, man: 9, undetermined: 3, latencyBins: [0, 40, 56, 4] })]),
    store: WELL_STORE,
    offline: 'ready',
    awake: true,
    ...change,
  };
}

/** Puts the app on the page at a hash, and waits until it shows the snapshot. */
export async function mountApp(snapshot: Snapshot, hash = '#/'): Promise<MountedApp> {
  location.hash = hash;
  const state = createState(snapshot);
  const intents: Intent[] = [];
  const app = document.createElement('vestibule-app');
  app.addEventListener('vestibule-intent', (event) => intents.push((event as CustomEvent<Intent>).detail));
  app.state = state;
  document.body.append(app);
  await settled(app);
  return {
    app,
    state,
    intents,
    write: async (change) => {
      state.write(change);
      await settled(app);
    },
    dispose: () => app.remove(),
  };
}

/** What has the focus, through every shadow root. */
export function focusedElement(): Element | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}

/** Waits until the app, and the views within it, have rendered. */
export async function settled(app: VestibuleApp): Promise<void> {
  await app.updateComplete;
  for (const view of app.renderRoot.querySelectorAll('kiosk-view, .view'))
    await (view as VestibuleApp).updateComplete;
}

/** Composition root of the page: builds the parts and joins them. No logic. */
import './ui/vestibule-app.ts';
import { keepOffline } from './device/offline.ts';
import { saveFile } from './device/save-file.ts';
import { reportStorage } from './device/storage.ts';
import { keepAwake } from './device/wake-lock.ts';
import { parseTier } from './domain/face.ts';
import { CompareKeeper } from './lab/compare-keeper.ts';
import { EvaluateKeeper } from './lab/evaluate-keeper.ts';
import { LabKeeper } from './lab/lab-keeper.ts';
import { openTab } from './session/tab.ts';
import { initialSnapshot } from './state/snapshot.ts';
import { createState } from './state/state.ts';

const STORAGE_EVERY_MS = 60_000;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

const address = new URL(location.href);
const asked = address.searchParams.get('source');
const first = { kind: asked === 'demo' ? asked : 'camera' } as const;
const state = createState(initialSnapshot(import.meta.env['VITE_APP_VERSION'], first.kind));

const app = document.querySelector('vestibule-app');
const lab = [new LabKeeper(state), new CompareKeeper(state), new EvaluateKeeper(state, saveFile)];
// Before there is a state to show: its page may be the first one.
app?.addEventListener('vestibule-intent', ({ detail }) => {
  for (const keeper of lab) keeper.act(detail);
});
if (app !== null) app.state = state;
if (address.searchParams.has('debug')) Object.assign(window, { vestibule: { snapshot: state.snapshot } });

const showOnline = (): void => state.write({ online: navigator.onLine });
showOnline();
addEventListener('online', showOnline);
addEventListener('offline', showOnline);
keepAwake((awake) => state.write({ awake }));

const showStorage = async (): Promise<void> => {
  const report = await reportStorage();
  state.write({ store: { ...state.snapshot().store, ...report } });
};
void showStorage();
setInterval(() => void showStorage(), STORAGE_EVERY_MS);

const offline = import.meta.env.PROD
  ? keepOffline(new URL('service-worker.js', document.baseURI), (status) => state.write({ offline: status }))
  : undefined;
if (offline === undefined) state.write({ offline: 'unavailable' });

const tab = await openTab({
  state,
  first,
  baseUrl: document.baseURI,
  builtMs: Number(import.meta.env['VITE_APP_BUILT_MS']),
  tier: parseTier(address.searchParams.get('tier')),
  // On the machine that serves the app, a person tries it out; a kiosk at a door must not show people who do not exist.
  demoWithoutCamera: asked === null && LOOPBACK.test(address.hostname),
});
app?.addEventListener('vestibule-intent', ({ detail }) => {
  if (detail.type === 'apply-update') offline?.applyUpdate();
  else tab.act(detail);
});

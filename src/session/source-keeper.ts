/** Keeps a source of frames open: opens it, hands it over, and opens it again when it fails. */
import { listCameras, openCamera, watchCameras } from '../camera/open-camera.ts';
import { openDemo } from '../camera/demo/open-demo.ts';
import { openFile } from '../camera/open-file.ts';
import { isSourceFault, type FrameStream } from '../camera/frame-stream.ts';
import type { SourceFault, SourceFaultKind, SourceKind } from '../domain/source.ts';
import type { State } from '../state/state.ts';
import { backOff, createInterruptibleSleep } from './interruptible-sleep.ts';

/** The source that a person, or the address, asked for. */
export type WantedSource =
  { readonly kind: 'camera' | 'demo' } | { readonly kind: 'file'; readonly file: File };

/** What a source keeper needs to know. */
export interface SourceOptions {
  /** Where the app is served; the demo's faces lie there. */
  readonly baseUrl: string;
  /** Whether the demo stands in where no camera is connected, until one is. */
  readonly demoWithoutCamera: boolean;
  /** Takes all frames of an open source; resolves when it gives no more, with the fault if there is one. */
  readonly consume: (stream: FrameStream, kind: SourceKind) => Promise<SourceFault | undefined>;
}

/** The source, kept open. */
export interface SourceKeeper {
  /** Changes to another source. */
  readonly use: (wanted: WantedSource) => void;
  /** Tries the current source again at once; also when its settings have changed. */
  readonly retry: () => void;
  readonly dispose: () => void;
}

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;
/** A source that ran this long was well; its next fault starts the back-off anew. */
const WELL_AFTER_MS = 60_000;

/** Faults that pass by themselves are tried again by the clock; the others wait for a person or for a plug. */
const RETRIED_BY_CLOCK: ReadonlySet<SourceFaultKind> = new Set(['busy', 'stalled', 'unplugged']);

/** A camera that went away stays "unplugged" while it is gone; "absent" would hide that it once was there. */
function sameCause(fault: SourceFault, before: SourceFault | undefined): SourceFault {
  return fault.kind === 'absent' && before?.kind === 'unplugged' ? before : fault;
}

/** Ends a source that opened when nobody wanted it any more. */
function abandon(opening: Promise<FrameStream | SourceFault>): void {
  void opening.then((opened) => {
    if (!isSourceFault(opened)) opened.dispose();
  });
}

/** Begins to keep `first` open; its state goes into `state.source`. */
export function keepSource(state: State, first: WantedSource, options: SourceOptions): SourceKeeper {
  const pause = createInterruptibleSleep();
  let wanted = first;
  let standIn = false;
  /** Ends the present life of the source, whether it is being opened, runs, or waits to be tried again. */
  let interrupt: (() => void) | undefined;
  const life = new AbortController();

  const open = (kind: SourceKind): Promise<FrameStream | SourceFault> => {
    if (kind === 'demo') return openDemo(options.baseUrl);
    if (wanted.kind === 'file') return openFile(wanted.file);
    return openCamera(state.snapshot().settings.cameraDeviceId);
  };

  /** One life of a source: the fault that ended it, or undefined when it was asked to end. */
  const runOnce = async (kind: SourceKind): Promise<SourceFault | undefined> => {
    state.write({ source: { status: 'opening', kind }, live: undefined });
    const interrupted = Promise.withResolvers<undefined>();
    interrupt = () => interrupted.resolve(undefined);
    const opening = open(kind);
    const opened = await Promise.race([opening, interrupted.promise]);
    if (opened === undefined) abandon(opening);
    if (opened === undefined || isSourceFault(opened)) return opened;
    interrupt = opened.dispose;
    const { label, picture } = opened;
    state.write({ source: { status: 'running', kind, label, picture }, cameras: await listCameras() });
    const fault = await options.consume(opened, kind);
    opened.dispose();
    return fault;
  };

  const waitAfter = async (fault: SourceFault, kind: SourceKind, failures: number): Promise<void> => {
    const retryMs = RETRIED_BY_CLOCK.has(fault.kind)
      ? backOff(failures, FIRST_RETRY_MS, LONGEST_RETRY_MS)
      : undefined;
    const retryAtMs = retryMs === undefined ? undefined : Date.now() + retryMs;
    state.write({ source: { status: 'fault', kind, fault, retryAtMs }, live: undefined });
    interrupt = pause.wake;
    await pause.sleep(retryMs);
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    let before: SourceFault | undefined;
    while (!life.signal.aborted) {
      const kind = standIn ? 'demo' : wanted.kind;
      const startMs = performance.now();
      const found = await runOnce(kind);
      if (found?.kind === 'absent' && options.demoWithoutCamera && before === undefined) standIn = true;
      else if (found !== undefined) {
        before = sameCause(found, before);
        failures = performance.now() - startMs > WELL_AFTER_MS ? 1 : failures + 1;
        await waitAfter(before, kind, failures);
      } else [failures, before] = [0, undefined];
    }
  };
  void run();

  const unwatch = watchCameras(() => {
    void listCameras().then((cameras) => state.write({ cameras }));
    if (!standIn && state.snapshot().source.status !== 'fault') return;
    standIn = false;
    interrupt?.();
  });

  return {
    use(next) {
      wanted = next;
      standIn = false;
      interrupt?.();
    },
    retry: () => interrupt?.(),
    dispose() {
      life.abort();
      unwatch();
      interrupt?.();
    },
  };
}

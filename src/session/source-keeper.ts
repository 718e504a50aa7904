/** Keeps a source of frames open: opens it, hands it over, and opens it again when it fails. */
import { listCameras, openCamera, watchCameras } from '../camera/open-camera.ts';
import { openDemo } from '../camera/demo/open-demo.ts';
import { openFile } from '../camera/open-file.ts';
import { isSourceFault, type FrameStream } from '../camera/frame-stream.ts';
import type { SourceFault, SourceFaultKind, SourceKind } from '../domain/source.ts';
import type { State } from '../state/state.ts';
import { BackOff } from './back-off.ts';
import { createInterruptibleSleep } from './interruptible-sleep.ts';

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

const RETRIES = { firstMs: 1_000, longestMs: 30_000, wellAfterMs: 60_000 };

/** Faults that pass by themselves are tried again by the clock; the others wait for a person or for a plug. */
const RETRIED_BY_CLOCK: ReadonlySet<SourceFaultKind> = new Set(['busy', 'stalled', 'unplugged']);

/** A camera that went away stays "unplugged" while it is gone; "absent" would hide that it once was there. */
function sameCause(fault: SourceFault, before: SourceFault | undefined): SourceFault {
  return fault.kind === 'absent' && before?.kind === 'unplugged' ? before : fault;
}

/** Browsers throw where nobody expects it; that is reported for whoever must find it, and must not end counting for good. */
function brokenSource(error: unknown): SourceFault {
  reportError(error);
  return { kind: 'stalled', detail: String(error) };
}

/** Ends a source that opened when nobody wanted it any more. */
function abandon(opening: Promise<FrameStream | SourceFault>): void {
  void opening.then((opened) => {
    if (!isSourceFault(opened)) opened.dispose();
  });
}

class RestartingSource implements SourceKeeper {
  readonly #state: State;
  readonly #options: SourceOptions;
  readonly #pause = createInterruptibleSleep();
  readonly #backOff = new BackOff(RETRIES);
  #wanted: WantedSource;
  /** Whether the demo stands in for a camera that is not there. */
  #standsIn = false;
  /** Why the source failed, while it has not ended well since. */
  #cause: SourceFault | undefined;
  /** Ends the present life of the source, whether it is being opened, runs, or waits to be tried again. */
  #interrupt: (() => void) | undefined;
  #unwatch: (() => void) | undefined;
  #disposed = false;

  constructor(state: State, first: WantedSource, options: SourceOptions) {
    this.#state = state;
    this.#wanted = first;
    this.#options = options;
  }

  use(wanted: WantedSource): void {
    this.#wanted = wanted;
    this.#standsIn = false;
    this.#forgetFailures();
    this.retry();
  }

  retry(): void {
    this.#interrupt?.();
  }

  dispose(): void {
    this.#disposed = true;
    this.#unwatch?.();
    this.#interrupt?.();
  }

  /** Begins the first life, and to watch for cameras that come and go. */
  start(): void {
    void this.#run();
    this.#unwatch = watchCameras(() => this.#onCamerasChanged());
  }

  #onCamerasChanged(): void {
    void listCameras().then((cameras) => this.#state.write({ cameras }));
    if (!this.#standsIn && this.#state.snapshot().source.status !== 'fault') return;
    this.#standsIn = false;
    this.retry();
  }

  /** One life of the source after another, until `dispose`. */
  async #run(): Promise<void> {
    while (!this.#disposed) {
      const kind = this.#standsIn ? 'demo' : this.#wanted.kind;
      const startMs = performance.now();
      const fault = await this.#runOnce(kind).catch(brokenSource);
      if (fault === undefined) this.#forgetFailures();
      else if (this.#demoMayStandIn(fault)) this.#standsIn = true;
      else await this.#waitAfter(fault, kind, performance.now() - startMs);
    }
  }

  /** One life of a source: the fault that ended it, or undefined when it was asked to end. */
  async #runOnce(kind: SourceKind): Promise<SourceFault | undefined> {
    this.#state.write({ source: { status: 'opening', kind }, live: undefined });
    const interrupted = Promise.withResolvers<undefined>();
    this.#interrupt = () => interrupted.resolve(undefined);
    const opening = this.#open(kind);
    const opened = await Promise.race([opening, interrupted.promise]);
    if (opened === undefined) abandon(opening);
    if (opened === undefined || isSourceFault(opened)) return opened;
    this.#interrupt = () => opened.dispose();
    try {
      const { label, picture } = opened;
      const cameras = await listCameras();
      this.#state.write({ source: { status: 'running', kind, label, picture }, cameras });
      return await this.#options.consume(opened, kind);
    } finally {
      opened.dispose();
    }
  }

  #open(kind: SourceKind): Promise<FrameStream | SourceFault> {
    if (kind === 'demo') return openDemo(this.#options.baseUrl);
    if (this.#wanted.kind === 'file') return openFile(this.#wanted.file);
    return openCamera(this.#state.snapshot().settings.cameraDeviceId);
  }

  /** Only where a camera never was: the demo must not hide that one went away. */
  #demoMayStandIn(fault: SourceFault): boolean {
    return fault.kind === 'absent' && this.#options.demoWithoutCamera && this.#cause === undefined;
  }

  #forgetFailures(): void {
    this.#cause = undefined;
    this.#backOff.reset();
  }

  async #waitAfter(found: SourceFault, kind: SourceKind, ranMs: number): Promise<void> {
    const fault = sameCause(found, this.#cause);
    this.#cause = fault;
    const backOffMs = this.#backOff.fail(ranMs);
    const retryMs = RETRIED_BY_CLOCK.has(fault.kind) ? backOffMs : undefined;
    const retryAtMs = retryMs === undefined ? undefined : Date.now() + retryMs;
    this.#state.write({ source: { status: 'fault', kind, fault, retryAtMs }, live: undefined });
    this.#interrupt = this.#pause.wake;
    await this.#pause.sleep(retryMs);
  }
}

/** Begins to keep `first` open; its state goes into `state.source`. */
export function keepSource(state: State, first: WantedSource, options: SourceOptions): SourceKeeper {
  const source = new RestartingSource(state, first, options);
  source.start();
  return source;
}

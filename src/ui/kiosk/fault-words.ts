import type { SourceFault, SourceFaultKind } from '../../domain/source.ts';

/** What the screen says about one trouble. */
export interface FaultWords {
  readonly title: string;
  /** What it means. */
  readonly explanation: string;
  /** What a person can do, in the order to try it. */
  readonly help: readonly string[];
  /** For whoever must find the cause; may be empty. */
  readonly detail: string;
}

const SOURCE_FAULTS: Record<SourceFaultKind, Omit<FaultWords, 'detail'>> = {
  denied: {
    title: 'The camera is not allowed',
    explanation: 'The browser was told not to let this page use the camera. Nobody is counted until it may.',
    help: [
      'Tap the camera or settings sign beside the address, and allow the camera.',
      'On a managed tablet, the administrator allows it for this address.',
    ],
  },
  absent: {
    title: 'No camera is connected',
    explanation: 'This device has no camera that the browser can find.',
    help: [
      'Connect a camera, and check its cable.',
      'Check that the camera is switched on in the device’s settings.',
    ],
  },
  busy: {
    title: 'The camera is in use',
    explanation: 'The camera is there but does not open. Most often another program holds it.',
    help: [
      'Close other programs and tabs that use the camera.',
      'If that does not help, restart the device.',
    ],
  },
  unplugged: {
    title: 'The camera is gone',
    explanation: 'The camera went away while it was running.',
    help: ['Plug it in again, and check its cable.'],
  },
  stalled: {
    title: 'The camera sends no picture',
    explanation: 'The camera is open, but no picture has come for a while.',
    help: [
      'Check that nothing holds the camera, and that the device is not too hot.',
      'Unplug it and plug it in again.',
    ],
  },
  insecure: {
    title: 'This address may not use a camera',
    explanation: 'Browsers give the camera only to pages from https addresses, or from the device itself.',
    help: ['Open this kiosk at its https address.'],
  },
  unreadable: {
    title: 'This video cannot be played',
    explanation: 'The chosen file is not a video that this browser plays.',
    help: ['Choose another file under Status, for example MP4 with H.264, or WebM.'],
  },
};

/** Words for trouble of the source. */
export function wordsOfSourceFault({ kind, detail }: SourceFault): FaultWords {
  return { ...SOURCE_FAULTS[kind], detail };
}

/** Words for trouble of the engine. `message` is one sentence that says what happened. */
export function wordsOfEngineFault(message: string): FaultWords {
  return {
    title: 'This device does not count',
    explanation: `The engine that finds faces is not running, so nobody is counted now. ${message}`,
    help: [
      'Use Chrome or Edge, up to date.',
      'Switch on graphics acceleration in the browser’s settings, under System.',
      'If it worked before, restart the device.',
    ],
    detail: '',
  };
}

/** Where frames come from. Only what the camera shows is counted as the venue's entrance. */
export type SourceKind = 'camera' | 'demo' | 'file';

/** Why there are no frames: expected trouble, each with its way back. */
export type SourceFaultKind =
  /** A person or a policy refused the camera. */
  | 'denied'
  /** No camera is connected. */
  | 'absent'
  /** The camera is there but does not open; most often another program holds it. */
  | 'busy'
  /** The camera went away while it ran. */
  | 'unplugged'
  /** The camera is open but sends no frames. */
  | 'stalled'
  /** The page may not ask for a camera, because its address is neither https nor local. */
  | 'insecure'
  /** The chosen file is no video that this browser plays. */
  | 'unreadable';

/** A source's trouble as a value. */
export interface SourceFault {
  readonly kind: SourceFaultKind;
  /** What the browser said, or which file, for whoever must find the cause. */
  readonly detail: string;
}

/** A camera that the person may choose. */
export interface CameraChoice {
  readonly deviceId: string;
  readonly label: string;
}

/** Each source counts at an entrance of its own, so that the demo can never stand in a venue's numbers. */
export const ENTRANCE_OF_SOURCE: Readonly<Record<SourceKind, string>> = {
  camera: 'main',
  demo: 'demo',
  file: 'file',
};

/** Whose totals are sent to a collector: people of the demo or of a file did not come to this venue. */
export const SENT_ENTRANCE: string = ENTRANCE_OF_SOURCE.camera;

const UNDATED = '-undated';

/**
 * Where people are kept who were counted while the clock was surely wrong: at an entrance of their own, so that they are in no day's
 * totals and are not sent. The start of such a bucket is a name and no time.
 */
export function undatedEntrance(entrance: string): string {
  return `${entrance}${UNDATED}`;
}

/** Whether the buckets of an entrance have no time. */
export function isUndated(entrance: string): boolean {
  return entrance.endsWith(UNDATED);
}

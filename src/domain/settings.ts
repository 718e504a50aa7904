import type { DetectorRange, Tier } from './face.ts';

/** What the installer chose for this kiosk. */
export interface Settings {
  readonly range: DetectorRange;
  /** What computes; without it, the ladder chooses. */
  readonly tier?: Tier | undefined;
  /** The browser's name for the camera; without it, the browser chooses one. */
  readonly cameraDeviceId?: string;
}

/** What counts until the installer chooses: at an entrance, people are small in the picture before they are close. */
export const DEFAULT_SETTINGS: Settings = { range: 'far' };

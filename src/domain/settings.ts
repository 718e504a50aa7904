import type { DetectorRange, Tier } from './face.ts';

/** What the installer chose for this kiosk. */
export interface Settings {
  readonly range: DetectorRange;
  /** What computes; without it, the ladder chooses. */
  readonly tier?: Tier | undefined;
  /** The browser's name for the camera; without it, the browser chooses one. */
  readonly cameraDeviceId?: string;
  /** How long totals stay on this device after somebody else has them, days. */
  readonly retentionDays: number;
}

/** Choices of how long acknowledged totals stay, days. */
export const RETENTION_CHOICES_DAYS: readonly number[] = [31, 92, 400, 1_100];

/** What counts until the installer chooses: at an entrance, people are small in the picture before they are close. */
export const DEFAULT_SETTINGS: Settings = { range: 'far', retentionDays: 400 };

/** What of `settings` somebody chose: each part that is not as it counts without a choice. */
export function chosenOf(settings: Settings): Partial<Settings> {
  const chosen = Object.entries(settings).filter(
    ([key, value]) => value !== Reflect.get(DEFAULT_SETTINGS, key),
  );
  return Object.fromEntries(chosen);
}

/** What is known of the uploads to a collector. */

/** Uploads to the collector that this kiosk is enrolled with. */
export interface UploadProgress {
  readonly sending: boolean;
  /** Slots that the collector has yet to be told of. */
  readonly dueCount: number;
  /** When the collector last answered, milliseconds since 1970 UTC; undefined when it has not since the app was opened. */
  readonly contactMs: number | undefined;
  /** Slots that it refused, and that wait for a change, the next start of the app or another collector. */
  readonly refusedCount: number;
  /** Why the last upload did not come through, in a sentence for a person. */
  readonly trouble: string | undefined;
  /** When the next upload is due, milliseconds since 1970 UTC; undefined while sending. */
  readonly nextMs: number | undefined;
}

/** Whether and where totals are sent. `none`: nowhere, with what was wrong with the last try to change that. */
export type UploadState =
  | { readonly status: 'none'; readonly trouble?: string }
  | { readonly status: 'enrolling' }
  | {
      readonly status: 'enrolled';
      readonly url: string;
      /** What the collector's owner calls this kiosk. */
      readonly name: string;
      readonly progress: UploadProgress;
    };

/** Before the first upload. */
export const NO_PROGRESS: UploadProgress = {
  sending: false,
  dueCount: 0,
  contactMs: undefined,
  refusedCount: 0,
  trouble: undefined,
  nextMs: undefined,
};

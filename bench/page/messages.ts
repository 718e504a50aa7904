/** What the page of `bench` and its Node side say to each other. */
import type { Floor, SubjectResult } from '../results.ts';

/** One request: to open the device and measure its floor, or to measure one subject. */
export type ToBench =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'subject';
      readonly what: string;
      readonly faces: number;
      /** Whether a network is measured tuned as well. */
      readonly tuned: boolean;
    };

/** What `open` answers. */
export interface Opened {
  readonly adapter: string;
  readonly floor: Floor;
}

/** The answer to each kind of request. */
export type FromBench = Opened | SubjectResult;

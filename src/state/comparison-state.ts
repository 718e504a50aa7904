import type { LiveView } from './snapshot.ts';

/** What one of both systems made of the newest frame. Whoever displays the picture must not change it. */
export interface ComparedView {
  /** The frame that was looked at. */
  readonly picture: HTMLCanvasElement;
  readonly live: LiveView;
  /** Milliseconds from a frame's arrival until its faces were classified: the median over the last frames. */
  readonly frameMs: number;
}

/** What one of both systems is. */
export interface ComparedSystem {
  /** Name and version of its classifier. */
  readonly model: string;
  /** What computes, in words. */
  readonly computes: string;
}

/** How far both systems agree, over all frames since the comparison was opened. */
export interface Agreement {
  readonly frames: number;
  /** Faces at the same place in the same frame, by what was said of them. */
  readonly same: number;
  /** One could tell, the other could not. */
  readonly oneUndetermined: number;
  /** One said woman, the other man. */
  readonly opposite: number;
  /** Faces that only one of both found. */
  readonly onlyNetwork: number;
  readonly onlyClassical: number;
}

/** Both systems on the same frame. */
export interface ComparisonView {
  readonly network: ComparedView;
  readonly classical: ComparedView;
  readonly agreement: Agreement;
  /** Frames a second that both look at, one after the other. */
  readonly frameRate: number;
}

/** The Lab's comparison with classical computer vision, while somebody looks. */
export interface ComparisonState {
  readonly status: 'closed' | 'starting' | 'running' | 'fault';
  /** Expected trouble, in words for a person; with the status `fault`. */
  readonly message: string | undefined;
  readonly systems: { readonly network: ComparedSystem; readonly classical: ComparedSystem } | undefined;
  /** `no-source`: nothing gives frames here. */
  readonly view: ComparisonView | 'no-source' | undefined;
}

/** The comparison when nobody has opened it. */
export const NO_COMPARISON: ComparisonState = {
  status: 'closed',
  message: undefined,
  systems: undefined,
  view: undefined,
};

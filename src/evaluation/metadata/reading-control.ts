/** How whoever waits for a long file looks on and stops it. */
export interface ReadingControl {
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

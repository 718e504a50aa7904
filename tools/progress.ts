import { Presets, SingleBar } from 'cli-progress';

/** A progress bar on stderr. */
export interface Progress {
  /** `total` is 0 while it is not known. */
  readonly show: (done: number, total: number) => void;
  readonly stop: () => void;
}

/** Starts a bar that counts `unit` (a plural noun); silent where stderr is no terminal. */
export function startProgress(unit: string): Progress {
  const bar = new SingleBar(
    {
      format: `{bar} {value}/{total} ${unit}, {eta_formatted} left`,
      stream: process.stderr,
      clearOnComplete: true,
    },
    Presets.shades_grey,
  );
  bar.start(0, 0);
  return {
    show: (done, total) => {
      bar.setTotal(Math.max(done, total));
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

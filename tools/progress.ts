// As a whole, because Node does not find each name that this CommonJS package exports.
import cliProgress, { type Options } from 'cli-progress';

/** A progress bar on stderr. */
export interface Progress {
  /** `total` is 0 while it is not known. */
  readonly show: (done: number, total: number) => void;
  readonly stop: () => void;
}

/** How often a line is written where there is no terminal that could redraw one. */
const LINE_EVERY_MS = 60_000;

/** The end of a line of progress; nothing while the time left is not known, which cli-progress says by a word in place of seconds. */
export function timeLeft(seconds: number | string, options: Options, roundToSeconds: number): string {
  return typeof seconds === 'string'
    ? ''
    : `, ${cliProgress.Format.TimeFormat(seconds, options, roundToSeconds)} left`;
}

/** Starts a bar that counts `unit` (a plural noun) when something is first shown; a line a minute where stderr is no terminal. */
export function startProgress(unit: string): Progress {
  const bar = new cliProgress.SingleBar(
    {
      format: `{bar} {value}/{total} ${unit}{eta_formatted}`,
      formatTime: timeLeft,
      stream: process.stderr,
      clearOnComplete: true,
      noTTYOutput: true,
      notTTYSchedule: LINE_EVERY_MS,
    },
    cliProgress.Presets.shades_grey,
  );
  let isStarted = false;
  return {
    show: (done, total) => {
      if (isStarted) bar.setTotal(Math.max(done, total));
      else bar.start(Math.max(done, total), done);
      isStarted = true;
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

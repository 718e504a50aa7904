/** Counting at one entrance: frames in, people and measured time into the totals. */
import { countEnded, presentNow, type CountedPerson } from '../counting/count.ts';
import type { CoverageReason } from '../domain/bucket.ts';
import type { Calibration, Face } from '../domain/face.ts';
import type { Size } from '../domain/geometry.ts';
import type { LivePerson, LiveView } from '../state/snapshot.ts';
import type { StoreFault } from '../store/database.ts';
import type { BucketWriter } from '../store/writer.ts';
import { decideAppearance } from '../tracking/evidence.ts';
import type { Track } from '../tracking/track.ts';
import { createTracker, type Tracker } from '../tracking/tracker.ts';
import { spansBetween, splitBySlot, type CoverageSpan, type Instant } from './coverage.ts';

/** Time without a frame for which the newest frame still speaks, milliseconds. */
const FRAME_SPEAKS_MS = 5_000;

/** What the engine saw in one frame, and how its answers are to be read. */
export interface AnalysedFrame {
  readonly faces: readonly Face[];
  readonly frameSize: Size;
  readonly calibration: Calibration;
}

/** One entrance's count; its tracks live in memory only. */
export interface EntranceCount {
  /** Takes one frame and answers what it shows, and how many people were counted with it. */
  readonly addFrame: (
    frame: AnalysedFrame,
    now: Instant,
  ) => { readonly live: LiveView; readonly counted: number };
  /** Accounts for the time up to `now` when no frame did; `reason` says what keeps frames away. */
  readonly addGap: (now: Instant, reason: CoverageReason) => void;
  /** Accounts for time before this count began. */
  readonly addSpans: (spans: readonly CoverageSpan[]) => void;
  /** Writes what waits; a fault when it must wait longer. */
  readonly flush: () => Promise<StoreFault | undefined>;
  /** Ends all tracks, as when the source is changed, and writes everything. */
  readonly finish: (now: Instant) => Promise<StoreFault | undefined>;
}

function toLivePerson(track: Track, faces: readonly Face[], calibration: Calibration): LivePerson[] {
  const face = track.faceIndex === undefined ? undefined : faces[track.faceIndex];
  if (face === undefined) return [];
  const leaning = decideAppearance(track.evidence, calibration);
  return [{ id: track.id, box: face.box, leaning, confirmed: track.confirmed }];
}

/**
 * Begins to count.
 *
 * @param start from when on time is accounted for
 */
export function createEntranceCount(writer: BucketWriter, slotMs: number, start: Instant): EntranceCount {
  let accounted = start;
  // Time passes before an engine, and with it a calibration, is there.
  let counting: { readonly tracker: Tracker; readonly calibration: Calibration } | undefined;

  const addSpans = (spans: readonly CoverageSpan[]): void => {
    for (const { startMs, endMs, reason } of spans.flatMap((span) => splitBySlot(span, slotMs))) {
      const seconds = (endMs - startMs) / 1000;
      writer.add(
        startMs,
        reason === undefined ? { coverageSec: seconds } : { missing: { [reason]: seconds } },
      );
    }
  };
  const account = (now: Instant, reason: CoverageReason | undefined): void => {
    addSpans(spansBetween(accounted, now, reason));
    accounted = now;
  };
  const addPeople = (people: readonly CountedPerson[], { wallMs }: Instant): void => {
    if (people.length > 0) writer.add(wallMs, { people });
  };

  return {
    addSpans,
    addFrame({ faces, frameSize, calibration }, now) {
      account(now, undefined);
      writer.add(now.wallMs, { frames: 1 });
      counting ??= { tracker: createTracker(calibration), calibration };
      const { live, ended } = counting.tracker.update(faces, now.monotonicMs);
      const people = countEnded(ended, calibration);
      addPeople(people, now);
      return {
        live: {
          frameSize,
          people: live.flatMap((track) => toLivePerson(track, faces, calibration)),
          presentNow: presentNow(live),
        },
        counted: people.length,
      };
    },
    addGap(now, reason) {
      if (now.monotonicMs - accounted.monotonicMs >= FRAME_SPEAKS_MS) account(now, reason);
    },
    flush: () => writer.flush(),
    finish(now) {
      if (counting !== undefined) addPeople(countEnded(counting.tracker.finish(), counting.calibration), now);
      return writer.flush();
    },
  };
}

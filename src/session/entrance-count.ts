/** Counting at one entrance: frames in, people and measured time into the totals. */
import { countEnded, presentNow } from '../counting/count.ts';
import {
  binOf,
  emptyBins,
  LATENCY_BIN_EDGES_MS,
  type Bucket,
  type CoverageReason,
} from '../domain/bucket.ts';
import type { Calibration, Face } from '../domain/face.ts';
import type { Size } from '../domain/geometry.ts';
import type { LivePerson, LiveView } from '../state/snapshot.ts';
import type { StoreFault } from '../store/database.ts';
import type { BucketWriter } from '../store/writer.ts';
import { decideAppearance } from '../tracking/evidence.ts';
import type { Track } from '../tracking/track.ts';
import { createTracker, UNCONFIRMED_GAP_MS, type Tracker } from '../tracking/tracker.ts';
import type { ClockTrust } from './clock-trust.ts';
import { CoverageAccount } from './coverage-account.ts';
import { spanSinceHeartbeat, type Instant } from './coverage.ts';
import { STEP_MS } from './holding-writer.ts';

/** Time without a frame for which the newest frame still speaks, milliseconds. */
const FRAME_SPEAKS_MS = 5_000;

/** What the engine saw in one frame, and how its answers are to be read. */
export interface AnalysedFrame {
  readonly faces: readonly Face[];
  readonly frameSize: Size;
  readonly calibration: Calibration;
  /** When the frame was taken, on the device's own clock, milliseconds; must not go back. */
  readonly takenMs: number;
  /** From the frame's hand-over to the engine until its answer was there, milliseconds. */
  readonly latencyMs: number;
}

/** Why no frame comes. */
export interface Gap {
  readonly reason: CoverageReason;
  /** Whether it is known that no frame can come; else the newest frame speaks for a while before time counts as missing. */
  readonly known: boolean;
}

/** One entrance's count; its tracks live in memory only. */
export interface EntranceCount {
  /** Takes one frame and answers what it shows, and how many people were counted with it. */
  readonly addFrame: (
    frame: AnalysedFrame,
    now: Instant,
  ) => { readonly live: LiveView; readonly counted: number };
  /** Accounts for the time up to `now` when no frame did; see `Gap`. */
  readonly addGap: (now: Instant, gap: Gap) => void;
  /** Accounts for the time between the kiosk's last sign of life (milliseconds since 1970 UTC) and the beginning of this count. */
  readonly addTimeSince: (heartbeatMs: number | undefined) => void;
  /** Writes what waits; a fault when it must wait longer. */
  readonly flush: () => Promise<StoreFault | undefined>;
  /** What waits to be written, as buckets of its own. */
  readonly waiting: () => readonly Bucket[];
  /** Ends all tracks, as when the source is changed, and writes everything. */
  readonly finish: (now: Instant) => Promise<StoreFault | undefined>;
}

/** How time is accounted for. */
export interface EntranceCountOptions {
  readonly slotMs: number;
  /** From when on time is accounted for. */
  readonly start: Instant;
  readonly clock: ClockTrust;
}

function latencyBinsOf(latencyMs: number): readonly number[] {
  const bins = emptyBins(LATENCY_BIN_EDGES_MS);
  bins[binOf(latencyMs, LATENCY_BIN_EDGES_MS)] = 1;
  return bins;
}

function toLivePerson(track: Track, faces: readonly Face[], calibration: Calibration): LivePerson[] {
  const face = track.faceIndex === undefined ? undefined : faces[track.faceIndex];
  if (face === undefined) return [];
  const leaning = decideAppearance(track.evidence, calibration);
  return [{ id: track.id, box: face.box, leaning, confirmed: track.confirmed }];
}

function toLiveView(tracks: readonly Track[], { faces, frameSize, calibration }: AnalysedFrame): LiveView {
  const people = tracks.flatMap((track) => toLivePerson(track, faces, calibration));
  return { frameSize, people, presentNow: presentNow(tracks) };
}

class TrackedCount implements EntranceCount {
  readonly #writer: BucketWriter;
  readonly #start: Instant;
  readonly #clock: ClockTrust;
  readonly #coverage: CoverageAccount;
  /** What has kept frames away since the last one, when that is known: the time until the next is missing for it. */
  #interruption: CoverageReason | undefined;
  // Time passes before an engine, and with it a calibration, is there.
  #counting: { readonly tracker: Tracker; readonly calibration: Calibration } | undefined;
  #takenMs: number | undefined;
  /** Whether the newest frame came too late after the one before to follow anybody. */
  #wasLate = false;

  constructor(writer: BucketWriter, { slotMs, start, clock }: EntranceCountOptions) {
    this.#writer = writer;
    this.#start = start;
    this.#clock = clock;
    this.#coverage = new CoverageAccount(writer, () => (clock.isTrusted ? slotMs : STEP_MS), start);
    clock.onTrusted((shiftMs) => this.#coverage.shift(shiftMs));
  }

  addFrame(frame: AnalysedFrame, now: Instant): { readonly live: LiveView; readonly counted: number } {
    this.#clock.observe(now);
    const { faces, calibration, takenMs, latencyMs } = frame;
    const lateness = this.#latenessOf(takenMs);
    this.#coverage.advance(now, this.#interruption ?? lateness);
    this.#interruption = undefined;
    this.#writer.add(now.wallMs, { frames: 1, latencyBins: latencyBinsOf(latencyMs) });
    const tracker = this.#counting?.tracker ?? createTracker(calibration);
    // An engine that starts anew may have another classifier.
    tracker.calibrate(calibration);
    this.#counting = { tracker, calibration };
    const { live, ended } = tracker.update(faces, takenMs);
    return { live: toLiveView(live, frame), counted: this.#addEnded(ended, calibration, now) };
  }

  addGap(now: Instant, gap: Gap): void {
    this.#clock.observe(now);
    const cause = this.#causeOf(gap);
    if (gap.known) this.#interruption = cause;
    if (this.#interruption !== undefined || this.#coverage.openMs(now) >= FRAME_SPEAKS_MS)
      this.#coverage.advance(now, cause);
    // Whoever left before the camera or the engine did must not wait for the next frame: that may come tomorrow.
    if (gap.known) this.#endTracks((tracker) => tracker.endGone(now.monotonicMs), now);
  }

  addTimeSince(heartbeatMs: number | undefined): void {
    const add = (shiftMs: number): void =>
      this.#coverage.add(spanSinceHeartbeat(heartbeatMs, this.#start.wallMs + shiftMs));
    if (this.#clock.isTrusted) add(0);
    else {
      const stop = this.#clock.onTrusted((shiftMs) => {
        stop();
        add(shiftMs);
      });
    }
  }

  flush(): Promise<StoreFault | undefined> {
    return this.#writer.flush();
  }

  waiting(): readonly Bucket[] {
    return this.#writer.waiting();
  }

  finish(now: Instant): Promise<StoreFault | undefined> {
    this.#clock.observe(now);
    this.#endTracks((tracker) => tracker.finish(), now);
    return this.#writer.flush();
  }

  /** Of one frame that is late, the newest frame before still speaks; of frames that are always late, nobody is counted. */
  #latenessOf(takenMs: number): CoverageReason | undefined {
    const isLate = this.#takenMs !== undefined && takenMs - this.#takenMs > UNCONFIRMED_GAP_MS;
    const reason = isLate && this.#wasLate ? 'gpu' : undefined;
    this.#wasLate = isLate;
    this.#takenMs = takenMs;
    return reason;
  }

  #endTracks(end: (tracker: Tracker) => readonly Track[], now: Instant): void {
    if (this.#counting === undefined) return;
    const { tracker, calibration } = this.#counting;
    this.#addEnded(end(tracker), calibration, now);
  }

  /** An engine that starts again after a loss, and one that has yet to give its first answer, belong to the gap before. */
  #causeOf({ reason, known }: Gap): CoverageReason {
    if (this.#interruption === undefined) return reason;
    const same = !known || (reason === 'restart' && this.#interruption === 'gpu');
    return same ? this.#interruption : reason;
  }

  /** Adds those who count among the people who have gone; answers how many they are. */
  #addEnded(ended: readonly Track[], calibration: Calibration, { wallMs }: Instant): number {
    const people = countEnded(ended, calibration);
    if (people.length > 0) this.#writer.add(wallMs, { people });
    return people.length;
  }
}

/** Begins to count. */
export function createEntranceCount(writer: BucketWriter, options: EntranceCountOptions): EntranceCount {
  return new TrackedCount(writer, options);
}

/** A simulated entrance with known truth: who walked in, and what an imperfect detector and classifier saw of it. */
import type { Face } from '../domain/face.ts';
import { framePx } from '../domain/geometry.ts';
import { createRandom, type RandomSource } from './random.testing.ts';
import {
  drawWalker,
  FRAME_PX,
  isGone,
  isHiddenBy,
  projectFace,
  type VisibleFace,
  type Walker,
} from './simulated-walk.testing.ts';

/** What to simulate. */
export interface EntranceOptions {
  readonly seed: number;
  readonly people: number;
  /** Most people in view at once; someone new comes within about a second of a free place. */
  readonly inView: number;
  readonly framesPerSec: number;
}

/** One frame as the vision worker would tell it, and the truth beside it. */
export interface SimulatedFrame {
  readonly timeMs: number;
  readonly faces: readonly Face[];
  /** Whose each face is, in the order of `faces`; undefined for a false alarm. */
  readonly owners: readonly (Walker | undefined)[];
  /** Everybody whose face is in the frame and not hidden, found or not. */
  readonly visible: readonly Walker[];
}

/** Share of faces that the detector misses, near and far; motion blur and small faces. */
const MISS_NEAR = 0.03;
const MISS_FAR = 0.12;
/** A head turns away about once in 8 seconds, for 0.2 to 0.8 seconds; then nothing is found. */
const TURNS_PER_SEC = 1 / 8;
const TURN_SEC = [0.2, 0.8] as const;
/** Errors of the box: of its centre and its side, in shares of its side (standard deviation). */
const CENTRE_SIGMA = 0.04;
const SIDE_SIGMA = 0.05;
/** False alarms a second, anywhere; and, each minute, a spot that flickers for some seconds. */
const FALSE_ALARMS_PER_SEC = 0.5;
const SPOTS_PER_SEC = 1 / 60;
/** Standard deviation of the log-odds of one crop around the person's own. */
const CROP_LOG_ODDS_SIGMA = 2;

function drawFace(
  random: RandomSource,
  at: Omit<VisibleFace, 'walker' | 'depth'>,
  score: number,
  person: Walker | undefined,
): Face {
  const side = at.sidePx * Math.exp(random.normal(0, SIDE_SIGMA));
  const x = at.x + random.normal(0, CENTRE_SIGMA * at.sidePx);
  const y = at.y + random.normal(0, CENTRE_SIGMA * at.sidePx);
  const logOdds = random.normal(person?.logOdds ?? 0, CROP_LOG_ODDS_SIGMA);
  const point = (across: number, down: number) => ({
    x: framePx(x + across * side),
    y: framePx(y + down * side),
  });
  return {
    box: { x: framePx(x - side / 2), y: framePx(y - side / 2), width: framePx(side), height: framePx(side) },
    keypoints: [
      point(-0.2, -0.15),
      point(0.2, -0.15),
      point(0.4 * (person?.turn ?? 0), 0.1),
      point(0, 0.25),
      point(-0.45, 0),
      point(0.45, 0),
    ],
    score: Math.min(Math.max(score, 0.3), 0.99),
    logits: [-logOdds / 2, logOdds / 2],
  };
}

/** Draws what the detector makes of the faces of one frame. */
function createDetector(random: RandomSource, framesPerSec: number) {
  const turnedUntilSec = new Map<number, number>();
  let spot = { x: 0, y: 0, sidePx: 60, untilSec: 0 };

  const findFace = ({ walker, ...at }: VisibleFace, timeSec: number): Face | undefined => {
    if (random.chance(TURNS_PER_SEC / framesPerSec))
      turnedUntilSec.set(walker.id, timeSec + random.between(...TURN_SEC));
    if (timeSec < (turnedUntilSec.get(walker.id) ?? 0)) return undefined;
    if (random.chance(at.sidePx > 60 ? MISS_NEAR : MISS_FAR)) return undefined;
    return drawFace(random, at, random.normal(at.sidePx > 60 ? 0.8 : 0.65, 0.1), walker);
  };

  const findNothing = (timeSec: number): Face[] => {
    const somewhere = {
      x: random.between(0, FRAME_PX.width),
      y: random.between(0, FRAME_PX.height),
      sidePx: random.between(25, 120),
    };
    if (random.chance(SPOTS_PER_SEC / framesPerSec))
      spot = { ...somewhere, untilSec: timeSec + random.between(2, 6) };
    const isFlickering = timeSec < spot.untilSec && random.chance(0.15);
    const isAlarm = random.chance(FALSE_ALARMS_PER_SEC / framesPerSec);
    return [...(isFlickering ? [spot] : []), ...(isAlarm ? [somewhere] : [])].map((at) =>
      drawFace(random, at, random.normal(0.45, 0.12), undefined),
    );
  };

  return { findFace, findNothing };
}

/** Yields the frames of an entrance from the first person to some seconds after the last. */
export function* simulateEntrance({
  seed,
  people,
  inView,
  framesPerSec,
}: EntranceOptions): Generator<SimulatedFrame> {
  const random = createRandom(seed);
  const { findFace, findNothing } = createDetector(random, framesPerSec);
  let walkers: Walker[] = [];
  let arrived = 0;
  let emptySec = 0;
  for (let timeSec = 0; emptySec < 5; timeSec += random.between(0.8, 1.2) / framesPerSec) {
    walkers = walkers.filter((walker) => !isGone(walker, timeSec));
    if (arrived < people && walkers.length < inView && random.chance(2 / framesPerSec))
      walkers.push(drawWalker(random, arrived++, timeSec));
    if (walkers.length === 0 && arrived === people) emptySec += 1 / framesPerSec;
    const inFrame = walkers.flatMap((walker) => projectFace(walker, timeSec) ?? []);
    const visible = inFrame.filter((face) => !inFrame.some((other) => isHiddenBy(face, other)));
    const found = visible.flatMap((face) => {
      const seen = findFace(face, timeSec);
      return seen === undefined ? [] : [{ face: seen, owner: face.walker as Walker | undefined }];
    });
    const all = [...found, ...findNothing(timeSec).map((face) => ({ face, owner: undefined }))];
    yield {
      timeMs: timeSec * 1000,
      faces: all.map(({ face }) => face),
      owners: all.map(({ owner }) => owner),
      visible: visible.map(({ walker }) => walker),
    };
  }
}

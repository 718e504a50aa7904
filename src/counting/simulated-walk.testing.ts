/** People who walk past a camera, as their faces appear in the frame: a pinhole camera over straight walks with pauses. */
import type { RandomSource } from './random.testing.ts';

/** Frame of the simulated camera, pixels. */
export const FRAME_PX = { width: 1280, height: 720 } as const;
/** Focal length in pixels: 1280 pixels see 68 degrees, as a tablet's front camera does. */
const FOCAL_PX = 950;
/** Height of the camera above the floor, metres: a tablet on a stand. */
const CAMERA_HEIGHT_M = 1.45;
/** Side of the detector's box on an adult's face, metres. */
const FACE_SIDE_M = 0.2;

/** A simulated person. Lengths in metres, times in seconds; x to the right, z away from the camera. */
export interface Walker {
  readonly id: number;
  readonly isMan: boolean;
  /** What the classifier would say of a perfect crop: log-odds of man over woman. */
  readonly logOdds: number;
  readonly startSec: number;
  readonly from: readonly [x: number, z: number];
  readonly to: readonly [x: number, z: number];
  readonly faceHeight: number;
  readonly speedPerSec: number;
  /** Stands still after `pauseAfterSec` of walking, for `pauseSec`. */
  readonly pauseAfterSec: number;
  readonly pauseSec: number;
  /** Phase of the sway of the walk, radians. */
  readonly swayPhase: number;
  /** How far the head is turned from the camera: nose offset in eye distances. */
  readonly turn: number;
}

/** A face as the camera would see it if nobody stood before it; frame pixels. */
export interface VisibleFace {
  readonly walker: Walker;
  readonly x: number;
  readonly y: number;
  readonly sidePx: number;
  readonly depth: number;
}

/** Someone new: seven in eight come up to the camera and pass beside it, the others cross the room. */
export function drawWalker(random: RandomSource, id: number, startSec: number): Walker {
  const isMan = random.chance(0.5);
  const side = random.chance(0.5) ? 1 : -1;
  const isCrossing = random.chance(0.125);
  const depth = random.between(2.5, 4);
  const approach = {
    from: [random.between(-1.6, 1.6), random.between(4.5, 6.5)],
    to: [side * random.between(0.6, 1.6), random.between(0.5, 0.8)],
  } as const;
  const crossing = {
    from: [-side * depth * 0.72, depth + random.between(0, 1)],
    to: [side * depth * 0.72, depth],
  } as const;
  return {
    id,
    isMan,
    logOdds: (isMan ? 1 : -1) * Math.max(random.normal(3, 1), 0.2),
    startSec,
    ...(isCrossing ? crossing : approach),
    faceHeight: random.normal(isMan ? 1.65 : 1.53, 0.07),
    speedPerSec: random.between(0.7, 1.5),
    pauseAfterSec: random.between(1, 2.5),
    pauseSec: random.chance(0.3) ? random.between(0.5, 5) : 0,
    swayPhase: random.between(0, 2 * Math.PI),
    turn: isCrossing ? random.between(0.2, 0.5) : random.between(0, 0.2),
  };
}

/** Whether someone has walked to their end and is gone for good. */
export function isGone(walker: Walker, timeSec: number): boolean {
  return walkedShare(walker, timeSec) >= 1;
}

/** Seconds that someone takes to stop, and to walk on. */
const STOPPING_SEC = 0.6;

/** Seconds of full walking pace that the way so far is worth; pace falls to 0 in a straight line before a pause and rises after it. */
function walkedSec(sinceSec: number, pauseAfterSec: number, pauseSec: number): number {
  if (pauseSec === 0) return sinceSec;
  const ramp = (sec: number): number => Math.min(Math.max(sec, 0), STOPPING_SEC);
  const down = ramp(sinceSec - pauseAfterSec);
  const up = ramp(sinceSec - pauseAfterSec - STOPPING_SEC - pauseSec);
  const before = Math.min(sinceSec, pauseAfterSec);
  const after = Math.max(sinceSec - pauseAfterSec - 2 * STOPPING_SEC - pauseSec, 0);
  return before + down - down ** 2 / (2 * STOPPING_SEC) + up ** 2 / (2 * STOPPING_SEC) + after;
}

function walkedShare(walker: Walker, timeSec: number): number {
  const { from, to, startSec, speedPerSec, pauseAfterSec, pauseSec } = walker;
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return (walkedSec(timeSec - startSec, pauseAfterSec, pauseSec) * speedPerSec) / length;
}

/** The face in the frame, or undefined when less than half of it is inside. */
export function projectFace(walker: Walker, timeSec: number): VisibleFace | undefined {
  const share = walkedShare(walker, timeSec);
  if (share < 0 || share >= 1) return undefined;
  const { from, to, faceHeight, swayPhase, startSec } = walker;
  // A head moves about 2 cm up and down at each of two steps a second, and 2 cm to each side.
  const stepPhase = swayPhase + 2 * Math.PI * (timeSec - startSec);
  const depth = from[1] + share * (to[1] - from[1]);
  const worldX = from[0] + share * (to[0] - from[0]) + 0.02 * Math.sin(stepPhase);
  const worldY = faceHeight + 0.02 * Math.sin(2 * stepPhase);
  const x = FRAME_PX.width / 2 + (FOCAL_PX * worldX) / depth;
  const y = FRAME_PX.height / 2 - (FOCAL_PX * (worldY - CAMERA_HEIGHT_M)) / depth;
  if (x < 0 || y < 0 || x > FRAME_PX.width || y > FRAME_PX.height) return undefined;
  return { walker, x, y, sidePx: (FOCAL_PX * FACE_SIDE_M) / depth, depth };
}

/** Whether a nearer head, or the shoulders below it, hides a face's centre. */
export function isHiddenBy(face: VisibleFace, other: VisibleFace): boolean {
  if (other.depth >= face.depth) return false;
  const across = Math.abs(face.x - other.x) / other.sidePx;
  const below = (face.y - other.y) / other.sidePx;
  const head = across < 0.5 && below > -0.8 && below <= 0.8;
  const shoulders = across < 1.1 && below > 0.8;
  return head || shoulders;
}

/** Who walks where in the demo: a function of time alone, so that the demo is the same on every device. */

/** A composite person at one moment; pixels of the demo's picture. */
export interface DemoPerson {
  /** File in `public/demo` without its ending. */
  readonly face: string;
  /** Colour of the clothes, an index of the palette. */
  readonly clothes: number;
  /** Centre of the head. */
  readonly x: number;
  readonly y: number;
  /** Side of the square that holds the head. */
  readonly headPx: number;
}

/** Size of the demo's picture in pixels. */
export const DEMO_SIZE = { width: 960, height: 540 } as const;

/** Number of composite faces of each kind in `public/demo`. */
const FACES_PER_KIND = 30;

/** A new person comes in this often, and takes this long to pass the camera; milliseconds. */
const ARRIVAL_MS = 4_000;
const WALK_MS = 11_000;

/** The door at the back, and the heads' sides there and beside the camera; pixels. */
const DOOR = { x: 470, y: 205 } as const;
const [FAR_HEAD_PX, NEAR_HEAD_PX] = [84, 250] as const;
/** Where people leave the picture: far enough outside for a whole body. */
const EXIT_X = [-260, 1_220] as const;
const EXIT_Y = 250;
/** Up and down of a step, in heads, and milliseconds a step. */
const [BOB_HEADS, STEP_MS] = [0.02, 620] as const;

/** Steps through the faces without repeating soon; 7 and 30 share no factor. */
function faceOf(index: number): string {
  const kind = (index * 5) % 9 < 5 ? 'woman' : 'man';
  return `${kind}-${String((index * 7) % FACES_PER_KIND).padStart(2, '0')}`;
}

function personAt(index: number, ageMs: number): DemoPerson {
  const progress = ageMs / WALK_MS;
  const exitX = EXIT_X[index % 2] ?? EXIT_X[0];
  const headPx = FAR_HEAD_PX + (NEAR_HEAD_PX - FAR_HEAD_PX) * progress ** 1.5;
  // People come out of the middle of the picture, and turn aside only when they are near.
  const aside = 0.3 * progress + 0.7 * progress ** 5;
  const bob = BOB_HEADS * headPx * Math.abs(Math.sin((Math.PI * ageMs) / STEP_MS));
  return {
    face: faceOf(index),
    clothes: index * 3,
    x: DOOR.x + (exitX - DOOR.x) * aside,
    y: DOOR.y + (EXIT_Y - DOOR.y) * progress - bob,
    headPx,
  };
}

/** Everybody in the picture `timeMs` after the demo began, the furthest first. The first person is there from the start. */
export function peopleAt(timeMs: number): readonly DemoPerson[] {
  const newest = Math.floor(timeMs / ARRIVAL_MS);
  const oldest = Math.max(Math.ceil((timeMs - WALK_MS) / ARRIVAL_MS), 0);
  return Array.from({ length: newest - oldest + 1 }, (_, back) => {
    const index = newest - back;
    return personAt(index, timeMs - index * ARRIVAL_MS);
  });
}

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession, type Session } from '../browser-session.ts';

let session: Session;
beforeAll(async () => {
  const opened = await openSession({ page: 'tools/count/page', functions: {} });
  if (!opened.ok) throw new Error(opened.message);
  session = opened.value;
}, 120_000);
afterAll(() => session.dispose());

const upright = { width: 32, height: 64 };
const lying = { width: 64, height: 32 };
const first = { topLeft: true, bottomRight: false };
const last = { topLeft: false, bottomRight: true };

it.each([
  [0, lying, first],
  [90, upright, first],
  [180, lying, last],
  [270, upright, last],
] as const)(
  'a video that its file turns by %d degrees is read upright',
  async (rotation, size, white) => {
    // As a string, since what tests import is not what pages import.
    const frames = await session.page.evaluate(
      `import('/tools/count/page/rotated-video.testing.ts').then(({ readRotated }) => readRotated(${rotation}))`,
    );
    const frame = { ...size, duration: 500_000, white };
    expect(frames).toEqual([
      { ...frame, timestamp: 0 },
      { ...frame, timestamp: 500_000 },
    ]);
  },
  60_000,
);

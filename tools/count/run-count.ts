import { open, realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Session } from '../browser-session.ts';
import { bad, messageOf, type Outcome } from '../command-line.ts';
import { INPUT_PATH } from '../input-server.ts';
import type { CountArguments } from './arguments.ts';
import type { CountOptions, CountResult } from './page/messages.ts';

type OverlayFile = Awaited<ReturnType<typeof open>>;

async function isReadableFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // Not there, or not ours to read: both mean no.
    return false;
  }
}

/** Whether both paths lead to one file. */
async function isSameFile(path: string, other: string): Promise<boolean> {
  // Expected trouble: nothing is there.
  const real = await realpath(path).catch(() => undefined);
  return real !== undefined && real === (await realpath(other));
}

async function openOverlay({
  video,
  overlay: path,
  force,
}: CountArguments): Promise<OverlayFile | string | undefined> {
  if (path === undefined) return undefined;
  if (await isSameFile(path, video)) return `${path} is the video itself; name another file with --overlay`;
  try {
    return await open(path, force ? 'w' : 'wx');
  } catch (thrown) {
    if (Reflect.get(Object(thrown), 'code') === 'EEXIST')
      return `${path} is already there; --force replaces it`;
    // The folder may be missing or closed to us.
    return `cannot write ${path}: ${messageOf(thrown)}`;
  }
}

function countIn(session: Session, given: CountArguments): Promise<Outcome<CountResult>> {
  const options: CountOptions = {
    url: `${INPUT_PATH}${encodeURIComponent(basename(given.video))}`,
    range: given.range,
    tier: given.tier,
    overlay: given.overlay !== undefined,
  };
  return session.run<CountOptions, CountResult>(options);
}

/** Counts the people in the video that `given` names; `onProgress` hears of every frame. */
export async function runCount(
  given: CountArguments,
  onProgress: (done: number, total: number) => void,
): Promise<Outcome<CountResult>> {
  if (!(await isReadableFile(given.video))) return bad(`cannot read ${given.video}`);
  const overlay = await openOverlay(given);
  if (typeof overlay === 'string') return bad(overlay);
  try {
    // Vite and Playwright load slowly and are not needed to refuse bad input.
    const { openSession } = await import('../browser-session.ts');
    const opened = await openSession({
      page: 'tools/count/page',
      input: { file: given.video },
      functions: {
        reportProgress: onProgress,
        writeOverlay: async (position: number, base64: string): Promise<void> => {
          const bytes = Buffer.from(base64, 'base64');
          await overlay?.write(bytes, 0, bytes.length, position);
        },
      },
    });
    if (!opened.ok) return opened;
    try {
      const counted = await countIn(opened.value, given);
      return counted.ok ? counted : bad(`${given.video}: ${counted.message}`);
    } finally {
      await opened.value.dispose();
    }
  } finally {
    await overlay?.close();
  }
}

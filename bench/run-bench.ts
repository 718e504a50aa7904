import type { InlineConfig } from 'vite';
import type { Session } from '../tools/browser-session.ts';
import { good, type Outcome } from '../tools/command-line.ts';
import type { BenchArguments } from './arguments.ts';
import type { Opened, ToBench } from './page/messages.ts';
import { installPeers } from './peers.ts';
import type { Measured, SubjectName, SubjectResult } from './results.ts';

const server: InlineConfig = {
  cacheDir: 'node_modules/.vite-bench',
  optimizeDeps: {
    entries: ['bench/page/index.html'],
    // These find their own files by their own address.
    exclude: [
      '@mediapipe/tasks-vision',
      '@litertjs/core',
      '@litertjs/wasm-utils',
      'onnxruntime-web',
      'onnxruntime-web/webgpu',
      'onnxruntime-web/wasm',
    ],
  },
};

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A subject whose page was lost is a result as well. */
function lost({ what, faces }: SubjectName, why: string): SubjectResult {
  const nothing = { dispatches: null, submits: null, readbacks: null, bytesToGpu: null, bytesFromGpu: null };
  const result = {
    what,
    faces,
    contender: 'all',
    medianMs: null,
    spreadMs: null,
    rounds: 0,
    overFloor: null,
    why,
  };
  return { results: [{ ...result, ...nothing }], kernels: [] };
}

async function measureIn(
  session: Session,
  subjects: readonly SubjectName[],
  tuned: boolean,
): Promise<Outcome<Measured>> {
  const opened = await session.run<ToBench, Opened>({ kind: 'open' });
  if (!opened.ok) return opened;
  const parts: SubjectResult[] = [];
  for (const subject of subjects) {
    const part = await session.run<ToBench, SubjectResult>({ kind: 'subject', ...subject, tuned });
    if (!part.ok) say(`${subject.what}@${subject.faces}: ${part.message}`);
    parts.push(part.ok ? part.value : lost(subject, part.message));
  }
  return good({ ...opened.value, parts });
}

/** Measures the subjects in one run of one browser; progress goes to stderr. */
export async function runBench(
  subjects: readonly SubjectName[],
  { hardware, tuned }: Pick<BenchArguments, 'hardware' | 'tuned'>,
): Promise<Outcome<Measured>> {
  const peers = await installPeers();
  if (!peers.ok) return peers;
  // Vite and Playwright load slowly and are not needed to refuse bad input.
  const { openSession } = await import('../tools/browser-session.ts');
  const session = await openSession({
    page: 'bench/page',
    functions: { say },
    server,
    hardware,
  });
  if (!session.ok) return session;
  try {
    return await measureIn(session.value, subjects, tuned);
  } finally {
    await session.value.dispose();
  }
}

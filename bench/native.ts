import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createServer } from 'vite';
import { root } from '../scripts/repository.ts';
import { bad, finish, good, messageOf, type Outcome } from '../tools/command-line.ts';
import { chooseSubjects, NATIVE_USAGE, parseBenchArguments } from './arguments.ts';
import { installPeers } from './peers.ts';
import { inWords, reportOf } from './report.ts';
import type { NativeRun } from './native/measure-native.ts';
import { installWebgpuGlobals } from './native/webgpu-globals.ts';
import type { Measured, SubjectName } from './results.ts';

/** The function of `native/measure-native.ts`. */
type MeasureNative = (subjects: readonly SubjectName[], run: NativeRun) => Promise<Measured>;

/** WebGPU, and the global of Node that TensorFlow.js expects there. */
async function installGlobals(): Promise<void> {
  await installWebgpuGlobals();
  // TensorFlow.js finds that it runs in Node and asks for Node's modules by `require`, which modules read by Vite do not have.
  Object.assign(globalThis, { require: createRequire(import.meta.url) });
}

async function measure(subjects: readonly SubjectName[], tuned: boolean): Promise<Outcome<Measured>> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    cacheDir: 'node_modules/.vite-bench',
    optimizeDeps: { noDiscovery: true },
    // Their modules are written as a browser's, but named as Node's old ones.
    ssr: { noExternal: [/^@tensorflow\//] },
    server: { middlewareMode: true, hmr: false, watch: null, ws: false },
  });
  try {
    // Read by Vite, since the engine imports `.wgsl?raw`, which Node cannot.
    const loaded = await server.ssrLoadModule('/bench/native/measure-native.ts');
    const measureNative = loaded['measureNative'] as MeasureNative;
    const measured = await measureNative(subjects, {
      readFile: async (path) => new Uint8Array(await readFile(join(root, path))),
      say: (line) => void process.stderr.write(`${line}\n`),
      tuned,
    });
    return good(measured);
  } catch (thrown) {
    // No adapter, or a device that was lost.
    return bad(messageOf(thrown));
  } finally {
    await server.close();
  }
}

async function main(): Promise<Outcome<string>> {
  const parsed = parseBenchArguments(process.argv.slice(2));
  if (!parsed.ok) return parsed;
  if (parsed.value.help) return good(NATIVE_USAGE);
  const subjects = chooseSubjects(parsed.value.only, false);
  if (!subjects.ok) return subjects;
  const peers = await installPeers();
  if (!peers.ok) return peers;
  try {
    await installGlobals();
  } catch (thrown) {
    // Dawn's binary is built for some platforms only.
    return bad(`Dawn does not load on this machine: ${messageOf(thrown)}`);
  }
  const measured = await measure(subjects.value, parsed.value.tuned);
  if (!measured.ok) return measured;
  const report = reportOf(measured.value);
  return good(parsed.value.json ? JSON.stringify(report) : inWords(report));
}

finish('bench:native', await main());
// Dawn keeps threads that would keep the process.
process.exit();

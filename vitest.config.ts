import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import {
  browserArguments,
  browserEnvironment,
  fakeCameraArguments,
  findChromium,
} from './scripts/chromium.ts';
import type { ScriptedAnswer } from './scripts/scripted-exchange.ts';
import { closeScriptedServer, openScriptedServer, readScriptedRequests } from './scripts/scripted-server.ts';
import { dependencyEntries } from './scripts/serving.ts';

const browser = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: {
      executablePath: findChromium() ?? '',
      args: [...browserArguments, ...fakeCameraArguments()],
      env: browserEnvironment(),
    },
  }),
  instances: [{ browser: 'chromium' as const }],
  commands: {
    openScriptedServer: (_: unknown, answers: readonly ScriptedAnswer[]) => openScriptedServer(answers),
    readScriptedRequests: (_: unknown, url: string) => readScriptedRequests(url),
    closeScriptedServer: (_: unknown, url: string) => closeScriptedServer(url),
  },
};

/**
 * Node runs `*.test.ts`; a real Chromium with real WebGPU, IndexedDB and DOM runs `*.gpu.test.ts` and `*.dom.test.ts`. Modules of ours hold
 * no state, so that files share those they import; only TensorFlow.js has a registry of its own, which is why the files of `gpu` do not.
 */
export default defineConfig({
  assetsInclude: ['**/*.tflite'],
  test: {
    // A forgotten `.only` would leave tests out without a word.
    allowOnly: false,
    projects: [
      {
        assetsInclude: ['**/*.tflite'],
        test: {
          name: 'node',
          isolate: false,
          include: ['{src,scripts,tools,bench,collector}/**/*.test.ts'],
          exclude: ['**/*.{gpu,dom}.test.ts', '**/node_modules/**'],
          // A test must end, not be quick: a machine may be busy.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        assetsInclude: ['**/*.tflite'],
        optimizeDeps: { entries: ['src/**/*.gpu.test.ts', ...dependencyEntries] },
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts'],
          browser,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        optimizeDeps: { entries: ['src/**/*.dom.test.ts', 'src/vision/weights/hdf5.ts'] },
        test: {
          name: 'dom',
          isolate: false,
          include: ['src/**/*.dom.test.ts'],
          browser,
          testTimeout: 30_000,
        },
      },
    ],
  },
});

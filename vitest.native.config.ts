import { defineConfig } from 'vitest/config';

/**
 * The tests of the engine that need no browser, on any Vulkan driver: for what the browser's adapter does not have.
 * They are extra; `npm test` runs the same files in a browser.
 */
export default defineConfig({
  assetsInclude: ['**/*.tflite'],
  test: {
    name: 'native',
    include: [
      'src/vision/engine/kernels/{conv,conv-average,conv-pool,grey-stem,halve-weights,lateral,narrow-conv,separable,separable-pool}/*.gpu.test.ts',
      'src/vision/engine/{halves,networks,quads,tuning}.gpu.test.ts',
    ],
    setupFiles: ['bench/setup-native-tests.ts'],
    fileParallelism: false,
    // llvmpipe compiles f16 for minutes.
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});

/** What every Vite server of this repository has in common. */

/** Cross-origin isolation, so that threads and precise clocks are there for whoever needs them. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Files whose dependencies a development server must bundle before it starts: it finds those of workers too late, and would then
 * load TensorFlow.js twice.
 */
export const dependencyEntries = ['src/vision/fallback/**/!(*.test).ts'];

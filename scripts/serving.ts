/** What every Vite server of this repository has in common. */

/** Cross-origin isolation, so that threads and precise clocks are there for whoever needs them. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What the page may do. Everything that is not named is forbidden. */
const POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  // Whoever enrols a kiosk chooses the collector; a token goes over https, or stays on the machine.
  'connect-src': ["'self'", 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
  'img-src': ["'self'", 'blob:', 'data:'],
  'media-src': ["'self'", 'blob:'],
  'style-src': ["'self'"],
  // Boxes are placed by attributes; a style can run nothing.
  'style-src-attr': ["'unsafe-inline'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

function inWords(policy: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ');
}

/**
 * The policy that is part of the page itself, whoever serves it. There, only the app and Lit may make what the browser runs.
 */
export const pagePolicy: string = inWords({
  ...POLICY,
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ['vestibule', 'lit-html'],
});

/** In workers, TensorFlow.js starts the threads of its WebAssembly from blobs; the page's own policy goes on forbidding that to the page. */
const WORKER_POLICY = {
  ...POLICY,
  'script-src': [...POLICY['script-src'], 'blob:'],
  'worker-src': [...POLICY['worker-src'], 'blob:'],
  'frame-ancestors': ["'none'"],
};

/** For every file of the built app. */
export const appHeaders = {
  ...isolationHeaders,
  'Content-Security-Policy': inWords(WORKER_POLICY),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * Files whose dependencies a development server must bundle before it starts: it finds those of workers too late, and would then
 * load TensorFlow.js twice.
 */
export const dependencyEntries = [
  'src/vision/fallback/**/!(*.test).ts',
  'src/vision/weights/hdf5.ts',
  'src/classical/opencv.ts',
];

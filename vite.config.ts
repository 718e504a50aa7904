import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { buildOpenCv } from './scripts/opencv-build.ts';
import { isOptional } from './scripts/precache.ts';
import { appHeaders, dependencyEntries, isolationHeaders, pagePolicy } from './scripts/serving.ts';
import { keepWasmThreads } from './scripts/wasm-threads.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };

/** When this is built; whoever must build the same bytes again names the time in seconds, as https://reproducible-builds.org has it. */
const builtMs = 1000 * Number(process.env['SOURCE_DATE_EPOCH'] ?? Math.floor(Date.now() / 1000));

/** The browser refuses a precached file whose bytes differ from these. */
function integrityOf(url: string): string {
  const bytes = readFileSync(`${root}dist/${url}`);
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}

/** In the built page alone: a development server writes scripts into it. */
const policyInPage: Plugin = {
  name: 'policy-in-page',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig({
  base: './',
  assetsInclude: ['**/*.tflite'],
  define: {
    'import.meta.env.VITE_APP_VERSION': JSON.stringify(version),
    'import.meta.env.VITE_APP_BUILT_MS': JSON.stringify(builtMs),
  },
  build: { target: 'es2023', assetsInlineLimit: 0 },
  worker: { format: 'es', plugins: () => [keepWasmThreads(), buildOpenCv()] },
  optimizeDeps: { entries: ['index.html', ...dependencyEntries] },
  server: { host: '127.0.0.1', headers: isolationHeaders },
  preview: { host: '127.0.0.1', headers: appHeaders },
  plugins: [
    policyInPage,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'service-worker',
      filename: 'service-worker.ts',
      manifest: false,
      injectRegister: null,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*.{js,css,html,webp,png,svg,webmanifest,safetensors,json,tflite,wasm,xml}'],
        maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
        manifestTransforms: [
          (entries) => ({
            manifest: entries.map((entry) => ({
              ...entry,
              integrity: integrityOf(entry.url),
              ...(isOptional(entry.url) ? { optional: true } : {}),
            })),
            warnings: [],
          }),
        ],
      },
    }),
  ],
});

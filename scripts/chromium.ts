import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright';

/** Flags that keep a browser from asking the network for anything of its own, and let it run as root. */
const quietArguments = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** Flags under which headless Chromium offers WebGPU on its software adapter and can import video frames into it. */
export const browserArguments: string[] = [
  '--enable-unsafe-webgpu',
  '--use-gl=angle',
  '--use-angle=vulkan',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-webgpu-adapter=swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-vulkan-surface',
  ...quietArguments,
];

/** Flags under which headless Chromium offers WebGPU on the machine's own graphics adapter; on Linux through Vulkan. */
export const hardwareArguments: string[] = [
  '--enable-unsafe-webgpu',
  '--use-angle=vulkan',
  '--enable-features=Vulkan',
  '--ignore-gpu-blocklist',
  '--disable-vulkan-surface',
  ...quietArguments,
];

/** Flags that add a fake camera showing the y4m file at `path` (absolute) in a loop, or a drawn pattern when there is none. */
export function fakeCameraArguments(path?: string): string[] {
  const fake = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
  return path === undefined ? fake : [...fake, `--use-file-for-fake-video-capture=${path}`];
}

/** Path of a Chromium on this machine (`CHROMIUM`, usual places, then Playwright's own), or undefined when there is none. */
export function findChromium(): string | undefined {
  const places = [
    process.env['CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    chromium.executablePath(),
  ];
  return places.find((place) => place !== undefined && place !== '' && existsSync(place));
}

/** Where Chromium packages keep the description of their own software Vulkan driver. */
const SOFTWARE_VULKAN_DRIVERS = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
  join(dirname(chromium.executablePath()), 'vk_swiftshader_icd.json'),
];

/**
 * The environment a test browser needs: the Vulkan loader must be pointed at Chromium's own software driver, because where the system
 * has no driver of its own, ANGLE fails to start, and with it the import of video frames into WebGPU.
 */
export function browserEnvironment(): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  );
  const driver = SOFTWARE_VULKAN_DRIVERS.find((path) => existsSync(path));
  return { ...Object.fromEntries(inherited), ...(driver === undefined ? {} : { VK_ICD_FILENAMES: driver }) };
}

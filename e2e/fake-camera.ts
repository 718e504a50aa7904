import {
  browserArguments,
  browserEnvironment,
  fakeCameraArguments,
  findChromium,
} from '../scripts/chromium.ts';

/** What `test.use` needs for a browser whose camera shows `clip`, which must be there when the camera is opened. */
export function fakeCamera(clip: string): {
  readonly launchOptions: {
    readonly args: string[];
    readonly env: ReturnType<typeof browserEnvironment>;
    readonly executablePath?: string;
  };
} {
  const executablePath = findChromium();
  return {
    launchOptions: {
      args: [...browserArguments, ...fakeCameraArguments(clip)],
      env: browserEnvironment(),
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  };
}

/** A browser as a process of its own that can be killed as a power cut would. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chromium, type Browser } from 'playwright';
import { browserArguments, browserEnvironment, fakeCameraArguments } from '../../scripts/chromium.ts';

/** What a browser is started with. */
export interface BrowserOptions {
  readonly executablePath: string;
  /** Where it keeps everything; the same folder is the same device. */
  readonly profile: string;
  /** Absolute path of the y4m file that its camera shows; may still be missing when no camera is opened. */
  readonly clip: string;
  /** Flags besides those that every test browser has. */
  readonly flags?: readonly string[];
}

/** One life of a browser. */
export class BrowserProcess {
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  #browser: Browser | undefined;

  private constructor(started: ChildProcess) {
    this.#process = started;
    this.#ended = once(started, 'exit');
  }

  /** Starts one; `connect` waits for it. */
  static start({ executablePath, profile, clip, flags = [] }: BrowserOptions): BrowserProcess {
    const options = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, ...flags];
    const all = [...options, ...browserArguments, ...fakeCameraArguments(clip), 'about:blank'];
    // A group of its own, so that all of its processes can be killed at one instant.
    const started = spawn(executablePath, all, {
      env: browserEnvironment(),
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return new BrowserProcess(started);
  }

  /** Throws when the browser ends before. */
  async connect(): Promise<Browser> {
    this.#browser = await chromium.connectOverCDP(await this.#address());
    return this.#browser;
  }

  /** Ends all of it at once; resolves when nothing more can come from it. */
  async kill(): Promise<void> {
    const { pid } = this.#process;
    const gone = this.#process.exitCode !== null || this.#process.signalCode !== null;
    if (!gone && pid !== undefined) process.kill(-pid, 'SIGKILL');
    await this.#ended;
    const browser = this.#browser;
    if (browser?.isConnected() === true)
      await new Promise<void>((resolve) => browser.once('disconnected', () => resolve()));
  }

  #address(): Promise<string> {
    return new Promise((resolve, reject) => {
      let said = '';
      this.#process.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const [, address] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
        if (address !== undefined) resolve(address);
      });
      this.#process.once('exit', () => reject(new Error(`the browser ended: ${said.slice(-300)}`)));
    });
  }
}

import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import { createServer, mergeConfig, type InlineConfig, type ViteDevServer } from 'vite';
import {
  browserArguments,
  browserEnvironment,
  findChromium,
  hardwareArguments,
} from '../scripts/chromium.ts';
import { dependencyEntries, isolationHeaders } from '../scripts/serving.ts';
import { bad, good, messageOf, type Outcome } from './command-line.ts';
import { serveInput, type ToolInput } from './input-server.ts';

/** What a tool needs of the browser. */
export interface SessionOptions {
  /** Folder of the tool's page, from the repository's root: `tools/count/page`. */
  readonly page: string;
  /** What of the disk the page may read, besides the repository. */
  readonly input?: ToolInput;
  /** Functions of this process that the page may call, by the name they get on its `window`. */
  readonly functions: Readonly<Record<string, (...args: never[]) => unknown>>;
  /** Flags for the browser, besides those that every tool needs. */
  readonly browserArguments?: readonly string[];
  /** What the tool's server needs besides. */
  readonly server?: InlineConfig;
  /** The machine's own graphics adapter; the browser's software adapter when nothing is said. */
  readonly hardware?: boolean;
  /** Ends the browser, or its start; whoever gives one hears Ctrl-C first, and the browser not at all. */
  readonly signal?: AbortSignal;
  /** Ctrl-C is the caller's, who ends the session when it is time. */
  readonly ignoresInterrupt?: boolean;
}

/** A tool's page in a running browser. */
export interface Session {
  /** The page itself, for tools that measure it. */
  readonly page: Page;
  /** Calls `window.runTool(options)` of the page; what the page throws becomes a bad outcome. */
  readonly run: <Options, Result>(options: Options) => Promise<Outcome<Result>>;
  readonly dispose: () => Promise<void>;
}

const STOPPED = 'stopped before the browser was up';
const root = fileURLToPath(new URL('..', import.meta.url));

function startServer({ input, server = {} }: SessionOptions): Promise<ViteDevServer> {
  const common: InlineConfig = {
    root,
    configFile: false,
    logLevel: 'silent',
    appType: 'mpa',
    cacheDir: 'node_modules/.vite-tools',
    // A dependency found while the page runs would reload the page; so all of them are found before.
    optimizeDeps: { entries: ['tools/*/page/page.ts', ...dependencyEntries] },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null, headers: isolationHeaders },
    // The same for every session: where they differ, Vite bundles all dependencies anew, under the pages of sessions that run already.
    plugins: [serveInput(input)],
  };
  return createServer(mergeConfig(common, server));
}

function portOf(server: ViteDevServer): number {
  const address = server.httpServer?.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function openPage(browser: Browser, address: string, options: SessionOptions): Promise<Page> {
  const page = await browser.newPage();
  for (const [name, call] of Object.entries(options.functions)) {
    await page.exposeFunction(name, (...args: unknown[]) => call(...(args as never[])));
  }
  await page.goto(address);
  await page.waitForFunction(() => 'runTool' in window, undefined, { timeout: 60_000 });
  return page;
}

async function runIn<Options, Result>(page: Page, options: Options): Promise<Outcome<Result>> {
  try {
    const result = await page.evaluate(
      (given) => (window as unknown as { runTool: (options: unknown) => Promise<unknown> }).runTool(given),
      options as unknown,
    );
    return result as Outcome<Result>;
  } catch (thrown) {
    // The page was lost or has a bug; the tool still ends with one line.
    return bad(messageOf(thrown));
  }
}

/** Serves the repository to a headless Chromium and opens a tool's page in it; `dispose` ends both. */
export async function openSession(options: SessionOptions): Promise<Outcome<Session>> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    return bad('No Chromium was found; install one or name it in the variable CHROMIUM.');
  let server: ViteDevServer | undefined;
  let browser: Browser | undefined;
  const dispose = async (): Promise<void> => {
    await browser?.close();
    await server?.close();
  };
  const { signal } = options;
  const isStopped = (): boolean => signal?.aborted === true;
  // A signal that was given before says nothing any more.
  if (isStopped()) return bad(STOPPED);
  signal?.addEventListener('abort', () => void browser?.close());
  try {
    server = await startServer(options);
    await server.listen();
    browser = await chromium.launch({
      executablePath,
      headless: true,
      handleSIGINT: signal === undefined && options.ignoresInterrupt !== true,
      args: [
        ...(options.hardware === true ? hardwareArguments : browserArguments),
        ...(options.browserArguments ?? []),
      ],
      ...(options.hardware === true ? {} : { env: browserEnvironment() }),
    });
    // While the browser started, there was none to close.
    if (isStopped()) throw new Error(STOPPED);
    const address = `http://127.0.0.1:${portOf(server)}/${options.page}/index.html`;
    const page = await openPage(browser, address, options);
    return good({ page, run: (given) => runIn(page, given), dispose });
  } catch (thrown) {
    // Server, browser and page start outside this program; any of them may refuse.
    await dispose();
    return bad(isStopped() ? STOPPED : `The browser session did not start: ${messageOf(thrown)}`);
  }
}

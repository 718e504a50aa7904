/** How a tool's page and its Node side reach each other. */
import { bad, good, messageOf, type Outcome } from '../../../src/domain/outcome.ts';

interface NodeFunctions {
  reportProgress(done: number, total: number): Promise<void>;
  goesOn(): Promise<boolean>;
  sample(frames: number): Promise<void>;
  say(line: string): Promise<void>;
  writeOverlay(position: number, base64: string): Promise<void>;
}

/** The functions that the Node side put on `window`; a tool calls only those it asked for. */
export const node = window as unknown as NodeFunctions;

/** Offers `run` to the Node side; what it throws arrives there as a sentence. */
export function offerTool<Options, Result>(run: (options: Options) => Promise<Result>): void {
  const runTool = async (options: Options): Promise<Outcome<Result>> => {
    try {
      return good(await run(options));
    } catch (thrown) {
      // Readers and the engine's start say what is wrong with the input or the machine by throwing.
      return bad(messageOf(thrown));
    }
  };
  Object.assign(window, { runTool });
}

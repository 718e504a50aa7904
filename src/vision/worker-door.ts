/** A worker that is asked, and answers in the order in which it was asked. */
export interface WorkerDoor<Asked, Answer> {
  /** What is in `transfer` goes to the worker for good. */
  readonly ask: (message: Asked, transfer?: Transferable[]) => Promise<Answer>;
  /** Ends the worker; whoever waits, or asks later, is told `message`. */
  readonly close: (message: string) => void;
}

/**
 * Opens the door to a worker, and closes it at an error that the worker does not catch. Who asks a worker that ends without a
 * word waits until the door is closed.
 *
 * @param failed makes an answer of a sentence
 */
export function openWorkerDoor<Asked, Answer>(
  worker: Worker,
  failed: (message: string) => Answer,
): WorkerDoor<Asked, Answer> {
  const waiting: ((answer: Answer) => void)[] = [];
  let closed: string | undefined;
  const close = (message: string): void => {
    closed ??= message;
    worker.terminate();
    for (const settle of waiting.splice(0)) settle(failed(message));
  };
  worker.onmessage = ({ data }: MessageEvent<Answer>): void => waiting.shift()?.(data);
  worker.onerror = ({ message }): void => close(`The worker stopped: ${message}`);
  return {
    close,
    ask: (message, transfer = []) =>
      new Promise((resolve) => {
        if (closed !== undefined) return resolve(failed(closed));
        waiting.push(resolve);
        worker.postMessage(message, transfer);
      }),
  };
}

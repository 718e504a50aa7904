/** One tab writes, any other looks on: a Web Lock decides, and a channel tells the others that totals changed. */

const LOCK_NAME = 'vestibule-writer';
const CHANNEL_NAME = 'vestibule-totals';

/** A place in the line for the writer's lock. */
export interface WriterSeat {
  /** Tells viewers that totals changed; the message says nothing else. */
  readonly announce: () => void;
  /** Gives the lock back, or leaves the line. */
  readonly dispose: () => void;
}

/** Takes the lock, or waits in line for it; `onWriter` is called once, when this tab may write; `onChange` when another wrote. */
export function takeWriterSeat(onWriter: () => void, onChange: () => void): WriterSeat {
  const channel = new BroadcastChannel(CHANNEL_NAME);
  channel.onmessage = onChange;
  const leave = new AbortController();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  navigator.locks
    .request(LOCK_NAME, { signal: leave.signal }, () => {
      onWriter();
      return released;
    })
    .catch(() => {
      // Leaving the line rejects the request, which is what was asked for.
    });
  return {
    announce: () => channel.postMessage('changed'),
    dispose() {
      leave.abort();
      release();
      channel.close();
    },
  };
}

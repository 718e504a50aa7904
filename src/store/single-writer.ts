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
  channel.onmessage = () => onChange();
  const leave = new AbortController();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  navigator.locks
    .request(LOCK_NAME, { signal: leave.signal }, () => {
      // The lock may be on its way while the seat is given up.
      if (!leave.signal.aborted) onWriter();
      return released;
    })
    .catch((error: unknown) => {
      // Leaving the line rejects the request, which is what was asked for; anything else is a bug in `onWriter`.
      if (!leave.signal.aborted) reportError(error);
    });
  return {
    announce() {
      // The last write may end after the seat was given up, when the channel is closed.
      if (!leave.signal.aborted) channel.postMessage('changed');
    },
    dispose() {
      leave.abort();
      release();
      channel.close();
    },
  };
}

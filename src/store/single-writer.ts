/** One tab writes, any other looks on: a Web Lock decides, and a channel tells the others whose totals changed. */
import type { SourceKind } from '../domain/source.ts';

const LOCK_NAME = 'vestibule-writer';
const CHANNEL_NAME = 'vestibule-writer';

/** On the channel: a newcomer asks what is being counted; the writer says that the totals of a source changed. */
type Message = { readonly type: 'ask' } | { readonly type: 'changed'; readonly kind: SourceKind };

/** A place in the line for the writer's lock. */
export interface WriterSeat {
  /** Tells viewers that the totals of a source changed, now and when they come later; the message says nothing else. */
  readonly announce: (kind: SourceKind) => void;
  /** Gives the lock back, or leaves the line. */
  readonly dispose: () => void;
}

/** Takes the lock, or waits in line for it; `onWriter` is called once, when this tab may write; `onChange` when another wrote. */
export function takeWriterSeat(onWriter: () => void, onChange: (kind: SourceKind) => void): WriterSeat {
  const channel = new BroadcastChannel(CHANNEL_NAME);
  const post = (message: Message): void => channel.postMessage(message);
  let announced: SourceKind | undefined;
  channel.onmessage = ({ data }: MessageEvent<Message>): void => {
    if (data.type === 'changed') onChange(data.kind);
    else if (announced !== undefined) post({ type: 'changed', kind: announced });
  };
  post({ type: 'ask' });
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
    announce(kind) {
      announced = kind;
      // The last write may end after the seat was given up, when the channel is closed.
      if (!leave.signal.aborted) post({ type: 'changed', kind });
    },
    dispose() {
      leave.abort();
      release();
      channel.close();
    },
  };
}

import { ClockTrust } from './clock-trust.ts';
import { now } from './count-stream.ts';

/** A clock that nothing speaks against. */
export function trustedClock(): ClockTrust {
  return new ClockTrust({ builtMs: Date.now(), lastSeenMs: undefined }, now());
}

/** Where a kiosk sends its totals, and as whom. */
export interface Collector {
  /** Address of the collector; paths of the protocol are below it. */
  readonly url: string;
  /** Names this kiosk there. */
  readonly kiosk: string;
  /** What the collector's owner calls this kiosk. */
  readonly name: string;
  /** Proves who sends. Must not leave the kiosk but to the collector. */
  readonly token: string;
  /** When it got the token, milliseconds since 1970 UTC; without it, long ago. */
  readonly tokenSinceMs?: number;
}

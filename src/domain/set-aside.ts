/** What of the totals could not be read, as the screen may know it. */

/** A database that was left as it is, because it could not be used. */
export interface LeftDatabase {
  readonly name: string;
  /** When another was begun in its place, milliseconds since 1970 UTC; undefined when nothing says so. */
  readonly atMs: number | undefined;
  /** What the browser said of it. */
  readonly reason: string | undefined;
}

/** Everything that was set aside. */
export interface SetAside {
  readonly databases: readonly LeftDatabase[];
  /** How many damaged records lie in quarantine, and when the first of them was found. */
  readonly records: number;
  readonly recordsMs: number | undefined;
  /** When the database was found to be gone, milliseconds since 1970 UTC. */
  readonly lostMs: number | undefined;
}

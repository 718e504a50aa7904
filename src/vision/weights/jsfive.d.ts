/** What is used of jsfive, which brings no types. What it throws may be a text. */
declare module 'jsfive' {
  export class Dataset {
    readonly shape: readonly number[];
    /** As NumPy writes it: `<f4`; a list for types that are no plain numbers. */
    readonly dtype: string | readonly unknown[];
    readonly value: ArrayLike<number>;
  }
  export class Group {
    readonly keys: readonly string[];
    /** Throws when nothing lies at `path`; null behind a link that leads nowhere. */
    get(path: string): Group | Dataset | null;
  }
  export class File extends Group {
    constructor(buffer: ArrayBuffer, name: string);
  }
}

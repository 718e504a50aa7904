/**
 * Copies of libraries that bring a TensorFlow.js of their own. It keeps its engine and its classes in two globals that all copies
 * share, so that contenders who take turns would change each other's backend and take each other's tensors.
 */

const GLOBALS = ['_tfengine', '_tfGlobals'];

/** A library and the way to put its globals back. */
export interface LibraryCopy<Library> {
  readonly library: Library;
  /** Must be called before the library is used again after another copy was. */
  readonly enter: () => Promise<void>;
}

/** Loads `file` (an address) once more, apart from all other copies; `copy` tells it from them. */
export async function importCopy<Library>(file: string, copy: string): Promise<LibraryCopy<Library>> {
  for (const name of GLOBALS) Reflect.deleteProperty(globalThis, name);
  const address = `${file}?${copy}`;
  const library = (await import(/* @vite-ignore */ address)) as Library;
  const own = GLOBALS.map((name) => [name, Reflect.get(globalThis, name)] as const);
  return {
    library,
    async enter() {
      for (const [name, value] of own) Reflect.set(globalThis, name, value);
    },
  };
}

/** Reads whatever a page's origin can have kept in the browser, from outside of the app. */
import type { Page } from 'playwright';

/** A value that is written as text in a test's report; what is no plain data is only named. */
export type Plain =
  string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain } | NotPlain;

/** Something that is neither text nor number nor made of these: bytes, pictures, keys. */
export interface NotPlain {
  readonly notPlain: string;
}

/** One file in a cache. */
export interface CachedFile {
  readonly url: string;
  /** In hex. */
  readonly sha256: string;
  /** Of what is small enough to be told here. */
  readonly text: string | undefined;
}

/** All that was kept. */
export interface Kept {
  /** By database, store and key. */
  readonly databases: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Plain>>>>>>;
  readonly caches: Readonly<Record<string, readonly CachedFile[]>>;
  readonly localStorage: Readonly<Record<string, string>>;
  readonly sessionStorage: Readonly<Record<string, string>>;
  /** Names of files and folders of the origin's private file system. */
  readonly files: readonly string[];
  readonly cookies: string;
}

// All of it goes to the page as text, and so must be within one function.
// oxlint-disable unicorn/consistent-function-scoping

/** Reads all of it. `page` must be of the app's origin. */
export function readEverything(page: Page): Promise<Kept> {
  return page.evaluate(async () => {
    const isPlainObject = (value: object): boolean =>
      Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null;
    const plain = (value: unknown): Plain => {
      if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Plain;
      if (Array.isArray(value)) return value.map(plain);
      if (typeof value === 'object' && isPlainObject(value))
        return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
      return { notPlain: Object.prototype.toString.call(value) };
    };
    const answered = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('the database does not answer'));
      });
    const readStore = async (store: IDBObjectStore): Promise<Record<string, Plain>> => {
      const [keys, values] = await Promise.all([answered(store.getAllKeys()), answered(store.getAll())]);
      return Object.fromEntries(keys.map((key, index) => [JSON.stringify(key), plain(values[index])]));
    };
    const readDatabase = async (name: string): Promise<Record<string, Record<string, Plain>>> => {
      const database = await answered(indexedDB.open(name));
      const stores: Record<string, Record<string, Plain>> = {};
      for (const store of database.objectStoreNames)
        stores[store] = await readStore(database.transaction(store).objectStore(store));
      database.close();
      return stores;
    };
    const readFile = async (cache: Cache, request: Request): Promise<CachedFile> => {
      const bytes = (await (await cache.match(request))?.arrayBuffer()) ?? new ArrayBuffer(0);
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      const text = bytes.byteLength < 100_000 ? new TextDecoder().decode(bytes) : undefined;
      return { url: request.url, sha256, text };
    };
    const readCache = async (name: string): Promise<CachedFile[]> => {
      const cache = await caches.open(name);
      return Promise.all((await cache.keys()).map((request) => readFile(cache, request)));
    };
    const listFolder = async (folder: FileSystemDirectoryHandle, path: string): Promise<string[]> => {
      const names: string[] = [];
      for await (const [name, handle] of folder.entries()) {
        names.push(`${path}/${name}`);
        if (handle.kind === 'directory')
          names.push(...(await listFolder(handle as FileSystemDirectoryHandle, `${path}/${name}`)));
      }
      return names;
    };
    const names = (await indexedDB.databases()).map(({ name = '' }) => name);
    const databases = await Promise.all(names.map(async (name) => [name, await readDatabase(name)] as const));
    const cached = await Promise.all(
      (await caches.keys()).map(async (name) => [name, await readCache(name)] as const),
    );
    return {
      databases: Object.fromEntries(databases),
      caches: Object.fromEntries(cached),
      localStorage: { ...localStorage },
      sessionStorage: { ...sessionStorage },
      files: await listFolder(await navigator.storage.getDirectory(), ''),
      cookies: document.cookie,
    };
  });
}

/** The browser's promise to keep this app's data, and how much room there is. */

/** What the browser says of its storage; undefined where it does not say. Bytes. */
export interface StorageReport {
  readonly persisted: boolean | undefined;
  readonly usageBytes: number | undefined;
  readonly quotaBytes: number | undefined;
}

/** Asks the browser not to clear the data by itself, and how much of it there is. */
export async function reportStorage(): Promise<StorageReport> {
  if (!('storage' in navigator) || navigator.storage === undefined)
    return { persisted: undefined, usageBytes: undefined, quotaBytes: undefined };
  const persisted = (await navigator.storage.persisted()) || (await navigator.storage.persist());
  const { usage, quota } = await navigator.storage.estimate();
  return { persisted, usageBytes: usage, quotaBytes: quota };
}

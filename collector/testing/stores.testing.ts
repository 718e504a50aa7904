import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type OpenStore, type StorePlace } from '../store/open-store.ts';

/** Opens the store at `place`; throws where the collector would answer a sentence. */
export async function openTestStore(place: StorePlace): Promise<OpenStore> {
  const opened = await openStore(place);
  if (!opened.ok) throw new Error(opened.message);
  return opened.value;
}

/** An empty folder, and how to remove it. */
export function testFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'collector-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

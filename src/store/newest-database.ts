/** Which of the kiosk's databases is in use: the newest. One that does not open is left as it is, and another is begun after it. */
import {
  isStoreFault,
  openDatabase,
  type OnStoreFault,
  type OpenDatabase,
  type StoreFault,
} from './database.ts';

/** Name of the kiosk's first database; those begun after it are called `vestibule-2`, `vestibule-3` and so on. */
export const FIRST_DATABASE = 'vestibule';

/** What does not open may open a moment later; milliseconds. */
const TRY_AGAIN_MS = [200, 1_000];

function numberOf(name: string, first: string): number {
  if (name === first) return 1;
  const [start, digits] = [name.slice(0, first.length + 1), name.slice(first.length + 1)];
  return start === `${first}-` && /^[1-9]\d{0,5}$/.test(digits) ? Number(digits) : 0;
}

function nameAt(number: number, first: string): string {
  return number === 1 ? first : `${first}-${number}`;
}

/** Names of the kiosk's databases on this device, oldest first; none when the browser does not tell. */
export async function databaseNames(first = FIRST_DATABASE): Promise<readonly string[]> {
  try {
    const all = await indexedDB.databases();
    const numbers = all.map(({ name }) => numberOf(name ?? '', first)).filter((number) => number > 0);
    return numbers.toSorted((a, b) => a - b).map((number) => nameAt(number, first));
  } catch {
    // Expected trouble: some browsers do not list, and a damaged profile cannot. The first may be there all the same.
    return [];
  }
}

/** Opens the newest database, be it there or not, and begins none after it. */
export async function openNewest(
  onFault: OnStoreFault,
  first = FIRST_DATABASE,
): Promise<OpenDatabase | StoreFault> {
  return openDatabase(onFault, (await databaseNames(first)).at(-1) ?? first);
}

async function openPatiently(onFault: OnStoreFault, name: string): Promise<OpenDatabase | StoreFault> {
  let opened = await openDatabase(onFault, name);
  for (const waitMs of TRY_AGAIN_MS) {
    if (!isStoreFault(opened) || opened.kind !== 'open') return opened;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    opened = await openDatabase(onFault, name);
  }
  return opened;
}

/**
 * Opens the newest database; where that does not open, begins another and notes in it why.
 *
 * @returns the fault of the newest when no other can be begun either
 */
export async function openOrBegin(
  onFault: OnStoreFault,
  first = FIRST_DATABASE,
): Promise<OpenDatabase | StoreFault> {
  const newest = (await databaseNames(first)).at(-1) ?? first;
  const opened = await openPatiently(onFault, newest);
  if (!isStoreFault(opened)) return opened;
  const next = await openDatabase(onFault, nameAt(numberOf(newest, first) + 1, first));
  if (isStoreFault(next)) return opened;
  const { database } = next;
  try {
    const known = await database.get('meta', 'beginning');
    const beginning = { atMs: Date.now(), instead: newest, reason: opened.message };
    if (known === undefined) await database.put('meta', beginning, 'beginning');
  } catch {
    // Expected trouble: a disk that has just become full. The database serves without the note.
  }
  return next;
}

/** `collector/import` takes totals that come in a signed file, and writes the receipt that goes back. */
import { writeFileSync } from 'node:fs';
import { PROTOCOL, type BucketOutcome } from '../../src/domain/batch.ts';
import { RECEIPT_TYPE, type Receipt } from '../../src/domain/export.ts';
import { fingerprintOf } from '../../src/domain/fingerprint.ts';
import { bad, good, messageOf, type Outcome } from '../../tools/command-line.ts';
import { findByKey, trustAsKnown, trustAsNew, type KeyHolder } from '../store/kiosk-keys.ts';
import type { OpenStore } from '../store/open-store.ts';
import { plainCode } from '../store/secrets.ts';
import { isUnavailable } from '../store/transaction.ts';
import { readExport, type ReadExport } from './read-export.ts';
import { storeExport, type StoredExport } from './store-export.ts';

/** Says whose a key is that is not known yet. */
export interface Trust {
  /** As the kiosk shows it. */
  readonly fingerprint: string;
  /** The name of a new kiosk, or the id of one that is enrolled. */
  readonly as: { readonly name: string } | { readonly id: string };
}

/** What to import. */
export interface ImportAsked {
  readonly path: string;
  /** Where the receipt goes; beside the file unless said. */
  readonly receiptPath?: string | undefined;
  readonly trust?: Trust | undefined;
  /** How long the collector keeps slots, days; for ever unless said. */
  readonly keepDays?: number | undefined;
}

async function trustKey(
  { database }: OpenStore,
  { thumbprint }: ReadExport,
  { fingerprint, as }: Trust,
  nowMs: number,
): Promise<Outcome<KeyHolder>> {
  const found = fingerprintOf(thumbprint);
  if (plainCode(fingerprint) !== plainCode(found))
    return bad(
      `the key of this file is ${found}, not ${fingerprint}: it is another kiosk's. Nothing of it was taken.`,
    );
  if ('name' in as) return good(await trustAsNew(database, thumbprint, as.name, nowMs));
  const holder = await trustAsKnown(database, thumbprint, as.id);
  if (holder === undefined)
    return bad(
      `there is no kiosk ${as.id} without a key that may send; the command kiosks lists them. Nothing was taken.`,
    );
  if (holder.id !== as.id)
    return bad(`the key ${found} is that of ${holder.name} (${holder.id}) already. Nothing was taken.`);
  return good(holder);
}

async function kioskOf(
  store: OpenStore,
  { path, trust }: ImportAsked,
  file: ReadExport,
  nowMs: number,
): Promise<Outcome<KeyHolder>> {
  if (trust !== undefined) return trustKey(store, file, trust, nowMs);
  const holder = await findByKey(store.database, file.thumbprint);
  if (holder !== undefined) return good(holder);
  const fingerprint = fingerprintOf(file.thumbprint);
  return bad(
    `${path}: its key ${fingerprint} is that of no known kiosk. Nothing of it was taken. When the kiosk shows the same on its ` +
      `page Status, name it: import FILE --trust ${fingerprint} --name "East door"`,
  );
}

const OUTCOME_WORDS: Readonly<Record<BucketOutcome, string>> = {
  stored: 'stored',
  same: 'known already',
  stale: 'older than what is here',
  conflict: 'in conflict, not taken',
};

function inWords({ path }: ImportAsked, kiosk: KeyHolder, { results, leftOut }: StoredExport): string {
  const counts = (Object.keys(OUTCOME_WORDS) as BucketOutcome[]).map((outcome) => {
    const count = results.filter((result) => result.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${OUTCOME_WORDS[outcome]}`];
  });
  const [first] = leftOut;
  const invalid =
    first === undefined
      ? ''
      : `; invalid: ${leftOut.length}, the first is number ${first.place + 1} of the file (${first.field || 'the slot'})`;
  const words = counts.flat().join(', ') || 'no slots';
  return `${path}: ${kiosk.name} (${kiosk.id}): ${words}${invalid}`;
}

function writeReceipt(
  { path, receiptPath }: ImportAsked,
  file: ReadExport,
  { results }: StoredExport,
  nowMs: number,
): Outcome<string> {
  const receipt: Receipt = {
    type: RECEIPT_TYPE,
    protocol: PROTOCOL,
    key: file.thumbprint,
    exportedMs: file.kiosk.sentAtMs,
    importedMs: nowMs,
    results,
  };
  const target = receiptPath ?? `${path.replace(/\.json$/i, '')}.receipt.json`;
  try {
    writeFileSync(target, JSON.stringify(receipt));
    return good(target);
  } catch (error) {
    // A stick that cannot be written is expected.
    return bad(
      `${path}: its totals were taken, but the receipt could not be written: ${messageOf(error)}; import it again with --receipt FILE`,
    );
  }
}

async function importRead(
  store: OpenStore,
  asked: ImportAsked,
  file: ReadExport,
  nowMs: number,
): Promise<Outcome<string>> {
  const kiosk = await kioskOf(store, asked, file, nowMs);
  if (!kiosk.ok) return kiosk;
  const stored = await storeExport(store, kiosk.value.id, file, { nowMs, keepDays: asked.keepDays });
  if (stored === undefined)
    return bad(
      `${asked.path}: ${kiosk.value.name} (${kiosk.value.id}) was revoked. It may send nothing more.`,
    );
  const receipt = writeReceipt(asked, file, stored, nowMs);
  if (!receipt.ok) return receipt;
  return good(`${inWords(asked, kiosk.value, stored)}\n  receipt for the kiosk: ${receipt.value}`);
}

/** Imports one file. As often as one likes: what is known already stays as it is. */
export async function importFile(
  store: OpenStore,
  asked: ImportAsked,
  nowMs: number,
): Promise<Outcome<string>> {
  const file = await readExport(asked.path);
  if (!file.ok) return file;
  try {
    return await importRead(store, asked, file.value, nowMs);
  } catch (error) {
    // Only a database that does not answer is expected.
    if (!isUnavailable(error)) throw error;
    return bad(
      `${asked.path}: the database does not answer (${messageOf(error)}); import the file again, nothing is counted twice`,
    );
  }
}

/** What a collector says of a file of totals, read from a file that anybody may have chosen by mistake. */
import { PROTOCOL } from '../domain/batch.ts';
import { parseReceipt, partsOf, RECEIPT_TYPE, type Receipt } from '../domain/export.ts';
import { fingerprintOf } from '../domain/fingerprint.ts';

/** A receipt of 35,000 slots, which is a year, has 5 MB. */
const MOST_RECEIPT_BYTES = 128 * 1024 * 1024;

/** Why a file is no receipt for this kiosk, in a sentence for a person. */
export interface ReceiptTrouble {
  readonly message: string;
}

const NOTHING_LOST = 'Nothing was changed.';

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Expected trouble: another file, or a receipt that was cut off.
    return undefined;
  }
}

function whatElse(value: unknown): string {
  if (value === undefined) return 'found no JSON, or only a part of a receipt; copy the file once more';
  if (partsOf(value) !== undefined)
    return 'found an export, which goes to the collector; choose the receipt that it wrote';
  const { type, protocol } = Object(value) as Record<string, unknown>;
  if (type === RECEIPT_TYPE && protocol !== PROTOCOL)
    return 'found a receipt of another version; update this app and the collector';
  if (type === RECEIPT_TYPE) return 'found a damaged one; import the export once more at the collector';
  return 'found something else; choose the file whose name ends in .receipt.json';
}

/** The receipt in `file`, when it is one for the kiosk whose key has this thumbprint; otherwise what is wrong with it. */
export async function readReceipt(file: File, thumbprint: string): Promise<Receipt | ReceiptTrouble> {
  if (file.size > MOST_RECEIPT_BYTES)
    return { message: `${file.name}: expected a receipt, found a far larger file. ${NOTHING_LOST}` };
  let value: unknown;
  try {
    value = parse(await file.text());
  } catch (error) {
    // Expected trouble: a stick that was pulled out.
    return { message: `${file.name} cannot be read: ${String(error)}. ${NOTHING_LOST}` };
  }
  const receipt = parseReceipt(value);
  if (receipt === undefined)
    return { message: `${file.name}: expected a receipt, ${whatElse(value)}. ${NOTHING_LOST}` };
  if (receipt.key !== thumbprint) {
    const [theirs, ours] = [receipt.key, thumbprint].map((key) => fingerprintOf(key));
    return {
      message: `${file.name}: expected a receipt for this kiosk (${ours}), found one for another (${theirs}). ${NOTHING_LOST}`,
    };
  }
  return receipt;
}

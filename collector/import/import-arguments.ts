import { bad, good, type Outcome } from '../../tools/command-line.ts';
import type { ImportAsked, Trust } from './import-file.ts';

/** Options of the command `import`, as they were typed; `name` is a good one. */
export interface ImportOptions {
  readonly receipt: string | undefined;
  readonly trust: string | undefined;
  readonly as: string | undefined;
  readonly name: string | undefined;
  readonly keepDays: number | undefined;
}

function readTrust({ trust: fingerprint, as: id, name }: ImportOptions): Outcome<Trust | undefined> {
  if (fingerprint === undefined)
    return name === undefined && id === undefined
      ? good(undefined)
      : bad('--name and --as say whose key is trusted: name the key too, by --trust FINGERPRINT');
  if (name !== undefined && id === undefined) return good({ fingerprint, as: { name } });
  if (id !== undefined && name === undefined) return good({ fingerprint, as: { id } });
  return bad('say whose key it is: --name "East door" for a new kiosk, or --as ID for one that is enrolled');
}

/** Reads what to import; one sentence when that makes no sense. */
export function readImport(
  paths: readonly string[],
  options: ImportOptions,
): Outcome<readonly ImportAsked[]> {
  if (paths.length === 0) return bad('say which file: import FILE');
  const { receipt: receiptPath, trust: fingerprint, keepDays } = options;
  if (paths.length > 1 && (receiptPath ?? fingerprint) !== undefined)
    return bad('--receipt and --trust are about one file; import one at a time');
  const trust = readTrust(options);
  if (!trust.ok) return trust;
  return good(paths.map((path) => ({ path, receiptPath, trust: trust.value, keepDays })));
}

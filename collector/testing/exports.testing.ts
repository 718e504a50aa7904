import { writeFileSync } from 'node:fs';
import { MOST_BUCKETS, PROTOCOL, type Batch, type SentBucket } from '../../src/domain/batch.ts';
import { EXPORT_TYPE, type ExportFile } from '../../src/domain/export.ts';
import { fingerprintOf } from '../../src/domain/fingerprint.ts';
import { sign, thumbprintOf, type Signed } from '../../src/domain/signed.ts';
import { SAMPLE_REPORT } from './samples.testing.ts';

/** A kiosk without a network: keys of its own, and files that it signs. */
export interface SigningKiosk {
  readonly keys: CryptoKeyPair;
  readonly thumbprint: string;
  readonly fingerprint: string;
  sign(buckets: readonly SentBucket[], changes?: Partial<Record<keyof Batch, unknown>>): Promise<Signed>;
  /** Writes an export to `path` and answers the path. */
  write(path: string, ...buckets: readonly SentBucket[]): Promise<string>;
}

/** The text of a file of these parts. */
export function fileOf(...parts: readonly Signed[]): string {
  return JSON.stringify({ type: EXPORT_TYPE, parts } satisfies ExportFile);
}

/** Makes keys as a kiosk does. */
export async function newSigningKiosk(): Promise<SigningKiosk> {
  const keys = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  const thumbprint = await thumbprintOf(keys.publicKey);
  const signTotals: SigningKiosk['sign'] = (buckets, changes = {}) => {
    const totals = { protocol: PROTOCOL, kiosk: SAMPLE_REPORT, buckets, ...changes };
    return sign('vestibule-export', JSON.stringify(totals), keys);
  };
  return {
    keys,
    thumbprint,
    fingerprint: fingerprintOf(thumbprint),
    sign: signTotals,
    async write(path, ...buckets) {
      const parts: Signed[] = [];
      for (let from = 0; from === 0 || from < buckets.length; from += MOST_BUCKETS)
        parts.push(await signTotals(buckets.slice(from, from + MOST_BUCKETS)));
      writeFileSync(path, fileOf(...parts));
      return path;
    },
  };
}

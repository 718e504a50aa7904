import { writeFileSync } from 'node:fs';
import { PROTOCOL, type SentBucket } from '../../src/domain/batch.ts';
import type { TotalsExport } from '../../src/domain/export.ts';
import { fingerprintOf } from '../../src/domain/fingerprint.ts';
import { sign, thumbprintOf, type Signed } from '../../src/domain/signed.ts';
import { SAMPLE_REPORT } from './samples.testing.ts';

/** A kiosk without a network: keys of its own, and files that it signs. */
export interface SigningKiosk {
  readonly keys: CryptoKeyPair;
  readonly thumbprint: string;
  readonly fingerprint: string;
  sign(
    buckets: readonly SentBucket[],
    changes?: Partial<Record<keyof TotalsExport, unknown>>,
  ): Promise<Signed>;
  /** Writes an export to `path` and answers the path. */
  write(path: string, ...buckets: readonly SentBucket[]): Promise<string>;
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
      writeFileSync(path, JSON.stringify(await signTotals(buckets)));
      return path;
    },
  };
}

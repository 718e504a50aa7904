/** How a kiosk becomes known to a collector: a one-time code against a token. */
import { PROTOCOL, type Enrolment } from '../domain/batch.ts';
import type { Collector } from '../domain/collector.ts';
import { parseCollectorUrl } from '../domain/collector-url.ts';
import { collectorOf } from './collector-of.ts';
import { post } from './exchange.ts';
import { isUploadTrouble, type UploadTrouble } from './trouble.ts';

const NO_TOKEN: UploadTrouble = {
  kind: 'wrong-answer',
  message: 'The collector answered without a token. Update it, or this app.',
};

/** The code signed by this kiosk, so that the collector knows it again; nothing where it has no keys. */
async function proofOf(code: string, keys: CryptoKeyPair | undefined): Promise<Pick<Enrolment, 'proof'>> {
  if (keys === undefined) return {};
  // Not needed at once, and so no part of the first screen.
  const { sign } = await import('../domain/signed.ts');
  return { proof: await sign('vestibule-enrolment', code, keys) };
}

/**
 * Enrols with the code that the collector's owner made; a code serves once.
 *
 * @param keys what this kiosk signs with, as far as its browser can
 */
export async function enrol(
  address: string,
  typedCode: string,
  keys?: CryptoKeyPair,
): Promise<Collector | UploadTrouble> {
  const url = parseCollectorUrl(address);
  if (url === undefined)
    return {
      kind: 'unexpected',
      message: 'That is no address of a collector: expected https://name, or http:// on this device itself.',
    };
  const code = typedCode.trim();
  const body: Enrolment = { protocol: PROTOCOL, code, ...(await proofOf(code, keys)) };
  const exchanged = await post(url, '/v1/enrolments', { body });
  if (isUploadTrouble(exchanged))
    return exchanged.kind === 'unknown-kiosk' || exchanged.kind === 'invalid'
      ? {
          kind: 'unknown-kiosk',
          message: 'The collector does not know this code: it is mistyped, used or too old. Ask for another.',
        }
      : exchanged;
  return collectorOf(url, exchanged.answer) ?? NO_TOKEN;
}

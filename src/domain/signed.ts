/** Texts that a kiosk signs with its own key: JSON Web Signatures (RFC 7515) by Ed25519, with the public key inside. */
import { calculateJwkThumbprint, EmbeddedJWK, exportJWK, FlattenedSign, flattenedVerify } from 'jose';

const ALGORITHM = 'Ed25519';

/** What is signed; a signature under one is good for no other. */
export type SignedKind = 'vestibule-export' | 'vestibule-enrolment';

/** A signed text: header, text and signature in base64url. What is verified are these bytes, before anything in them is read. */
export interface Signed {
  readonly protected: string;
  readonly payload: string;
  readonly signature: string;
}

/** A text whose signature is good, and the thumbprint (RFC 7638) of the key that made it. */
export interface Verified {
  readonly text: string;
  readonly thumbprint: string;
}

/** The thumbprint of a public key: SHA-256 in base64url, 43 characters. */
export async function thumbprintOf(publicKey: CryptoKey): Promise<string> {
  return calculateJwkThumbprint(await exportJWK(publicKey));
}

/** Signs `text` with a pair of Ed25519 keys, of which the private one need not be extractable. */
export async function sign(
  kind: SignedKind,
  text: string,
  { privateKey, publicKey }: CryptoKeyPair,
): Promise<Signed> {
  const { kty, crv, x } = await exportJWK(publicKey);
  if (kty === undefined || crv === undefined || x === undefined) throw new Error('this is no Ed25519 key');
  const { protected: header = '', ...rest } = await new FlattenedSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: ALGORITHM, typ: kind, jwk: { kty, crv, x } })
    .sign(privateKey);
  return { protected: header, payload: rest.payload, signature: rest.signature };
}

/** The text, when it is signed as this kind by the key that it names; undefined otherwise. Whose key that is, the caller must know. */
export async function verify(
  kind: SignedKind,
  { protected: header, payload, signature }: Signed,
): Promise<Verified | undefined> {
  try {
    const verified = await flattenedVerify({ protected: header, payload, signature }, EmbeddedJWK, {
      algorithms: [ALGORITHM],
    });
    const { typ, jwk } = verified.protectedHeader ?? {};
    if (typ !== kind || jwk === undefined) return undefined;
    const text = new TextDecoder('utf-8', { fatal: true }).decode(verified.payload);
    return { text, thumbprint: await calculateJwkThumbprint(jwk) };
  } catch {
    // Expected trouble: whatever is not signed as it must be is thrown at by jose, by WebCrypto or by the decoder.
    return undefined;
  }
}

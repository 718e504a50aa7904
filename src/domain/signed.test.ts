import { base64url } from 'jose';
import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';
import { sign, thumbprintOf, verify, type Signed } from './signed.ts';

const newKeys = () => crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);

test('what was signed is verified, every letter of it, and says by whose key', async () => {
  const keys = await newKeys();
  const text = 'Zürich 🏛 "\\u0000"\n';
  const signed = await sign('vestibule-export', text, keys);
  const thumbprint = await thumbprintOf(keys.publicKey);
  expect(await verify('vestibule-export', signed)).toEqual({ text, thumbprint });
});

test('it is a JSON Web Signature, which other tools can verify', async () => {
  const keys = await newKeys();
  const signed = await sign('vestibule-export', 'x', keys);
  const bytes = new TextEncoder().encode(`${signed.protected}.${signed.payload}`);
  const signature = new Uint8Array(base64url.decode(signed.signature));
  expect(await crypto.subtle.verify('Ed25519', keys.publicKey, signature, bytes)).toBe(true);
});

test('another kind, another key and a header that is not signed are refused', async () => {
  const keys = await newKeys();
  const signed = await sign('vestibule-export', 'x', keys);
  const foreign = await sign('vestibule-export', 'x', await newKeys());
  const header = JSON.parse(new TextDecoder().decode(base64url.decode(signed.protected))) as object;
  const withHeader = (change: object): Signed => ({
    ...signed,
    protected: base64url.encode(JSON.stringify({ ...header, ...change })),
  });
  const wrong: readonly Signed[] = [
    { ...signed, protected: foreign.protected },
    { ...signed, signature: foreign.signature },
    { ...signed, payload: `${signed.payload}AA` },
    withHeader({ alg: 'none' }),
    withHeader({ jwk: undefined }),
    { protected: '', payload: '', signature: '' },
  ];
  for (const one of wrong) expect(await verify('vestibule-export', one)).toBeUndefined();
  expect(await verify('vestibule-enrolment', signed)).toBeUndefined();
});

test('a fingerprint is the first 100 bits of the key’s thumbprint', () => {
  const digest = Uint8Array.from({ length: 32 }, (_, place) => (place * 37 + 201) % 256);
  const bits = digest.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) >> 156n;
  const plain = fingerprintOf(base64url.encode(digest)).replaceAll('-', '');
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const value = [...plain].reduce((sum, letter) => sum * 32n + BigInt(letters.indexOf(letter)), 0n);
  expect(value).toBe(bits);
  expect(fingerprintOf(base64url.encode(digest))).toMatch(/^(?:\w{5}-){3}\w{5}$/);
});

import { afterEach, expect, test } from 'vitest';
import { keepKioskKey, readKioskKey } from './kiosk-key.ts';
import { createTestDatabases } from './store.testing.ts';

const databases = createTestDatabases();
afterEach(() => databases.dispose());

const newKeys = () => crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);

async function publicKeyOf(keys: CryptoKeyPair | undefined): Promise<unknown> {
  return keys && crypto.subtle.exportKey('jwk', keys.publicKey);
}

test('keys survive the database being opened anew, and the private one cannot be read, only used', async () => {
  const { database } = await databases.open();
  expect(await readKioskKey(database)).toBeUndefined();
  const made = await newKeys();
  await keepKioskKey(database, made);
  database.close();
  const again = await databases.open(database.name);
  const found = await readKioskKey(again.database);
  if (found === undefined) throw new Error('no keys');
  expect(await publicKeyOf(found)).toEqual(await publicKeyOf(made));
  for (const format of ['jwk', 'pkcs8'] as const)
    await expect(crypto.subtle.exportKey(format, found.privateKey)).rejects.toThrow();
  const bytes = new Uint8Array([1, 2, 3]);
  const signature = await crypto.subtle.sign('Ed25519', found.privateKey, bytes);
  expect(await crypto.subtle.verify('Ed25519', made.publicKey, signature, bytes)).toBe(true);
});

test('of two pairs that are made at once, both get the first', async () => {
  const { database } = await databases.open();
  const [a, b] = await Promise.all(
    [await newKeys(), await newKeys()].map((made) => keepKioskKey(database, made)),
  );
  expect(await publicKeyOf(b)).toEqual(await publicKeyOf(a));
  expect(await publicKeyOf(await readKioskKey(database))).toEqual(await publicKeyOf(a));
});

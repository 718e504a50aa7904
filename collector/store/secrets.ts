import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { CODE_LETTERS } from '../../src/domain/fingerprint.ts';

const TOKEN_BYTES = 32;
const CODE_GROUPS = 4;
const CODE_GROUP_LENGTH = 5;

/** SHA-256 of `secret` in hex. Ours have 100 bits of chance and more, so no slower hash is needed. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether two hashes in hex are equal, in a time that does not tell where they differ. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** A new token of the kiosk `kiosk`: its id, a point, and 256 bits of chance in base64url. */
export function makeToken(kiosk: string): string {
  return `${kiosk}.${randomBytes(TOKEN_BYTES).toString('base64url')}`;
}

/** Whose token it says it is; undefined when it cannot be one. */
export function kioskOf(token: string): string | undefined {
  return /^([0-9a-f-]{36})\.[\w-]{43}$/.exec(token)?.[1];
}

function randomLetter(): string {
  return CODE_LETTERS[randomInt(CODE_LETTERS.length)] ?? '';
}

function randomGroup(): string {
  return Array.from({ length: CODE_GROUP_LENGTH }, randomLetter).join('');
}

/** A new one-time code of 100 bits: four groups of five letters and digits. */
export function makeCode(): string {
  return Array.from({ length: CODE_GROUPS }, randomGroup).join('-');
}

/** A code as it was made, from what a person typed: any case and grouping, and O for 0, I or L for 1. */
export function plainCode(typed: string): string {
  return typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

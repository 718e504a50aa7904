import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { byteRange, resolveInput } from './input-server.ts';

it('serves nothing outside the folder', () => {
  const folder = resolve('some/folder');
  expect(resolveInput({ folder }, 'a/b.jpg')).toBe(resolve(folder, 'a/b.jpg'));
  expect(resolveInput({ folder }, '../other.jpg')).toBeUndefined();
  expect(resolveInput({ folder }, '/etc/../../x')).toBeUndefined();
  expect(resolveInput({ folder }, '')).toBeUndefined();
});

it('reads byte ranges', () => {
  expect(byteRange('bytes=2-5', 10)).toEqual({ first: 2, last: 5 });
  expect(byteRange('bytes=2-', 10)).toEqual({ first: 2, last: 9 });
  expect(byteRange('bytes=2-99', 10)).toEqual({ first: 2, last: 9 });
  expect(byteRange('bytes=10-', 10)).toBeUndefined();
  expect(byteRange(undefined, 10)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { enrolmentHash, parseEnrolmentHash } from './enrolment-link.ts';

test.each([
  { collector: 'https://counts.example:8443/a b?c&d=e#f', code: '0FEQ6-YMBM1' },
  { collector: 'https://zürich.example', code: 'A+B=C' },
])('a link says what it was made of: %j', (link) => {
  expect(enrolmentHash(link)).toMatch(/^#\/status\?collector=https%3A%2F%2F[\w%.+*-]+&code=[\w%.+*-]+$/);
  expect(parseEnrolmentHash(enrolmentHash(link))).toEqual(link);
});

test.each([
  '',
  '#/',
  '#/status',
  '#/status?',
  '#/status?collector=https%3A%2F%2Fa.example',
  '#/status?code=A',
  '#/review?collector=a&code=b',
  `#/status?collector=a&code=${'b'.repeat(500)}`,
])('"%s" is no such link', (hash) => {
  expect(parseEnrolmentHash(hash)).toBeUndefined();
});

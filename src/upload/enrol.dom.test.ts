import { afterEach, expect, test } from 'vitest';
import type { Enrolment } from '../domain/batch.ts';
import { parseCollectorUrl } from '../domain/collector-url.ts';
import { thumbprintOf, verify } from '../domain/signed.ts';
import { enrol } from './enrol.ts';
import { createTestServers, refusal } from './server.testing.ts';

const servers = createTestServers();
afterEach(() => servers.dispose());

test.each([
  ['https://counts.example', 'https://counts.example'],
  [' counts.example/venue/ ', 'https://counts.example/venue'],
  ['https://counts.example:8443/?x=1#y', 'https://counts.example:8443'],
  ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
  ['http://localhost:8787/', 'http://localhost:8787'],
])('%s is an address', (typed, url) => {
  expect(parseCollectorUrl(typed)).toBe(url);
});

test.each([
  '',
  'http://counts.example',
  'https://user:word@counts.example',
  'ftp://counts.example',
  'https://',
])('"%s" is none', async (typed) => {
  expect(parseCollectorUrl(typed)).toBeUndefined();
  expect(await enrol(typed, 'code')).toMatchObject({ message: expect.stringMatching(/no address/) });
});

test('a code is sent without a token, and its answer is who this kiosk is', async () => {
  const url = await servers.open({
    status: 201,
    body: '{"protocol":1,"kiosk":"k1","name":"East door","token":"secret"}',
  });
  expect(await enrol(url, ' ABCD ')).toEqual({
    url,
    kiosk: 'k1',
    name: 'East door',
    token: 'secret',
    tokenSinceMs: expect.closeTo(Date.now(), -4),
  });
  expect(await servers.requests(url)).toMatchObject([{ path: '/v1/enrolments', authorization: '' }]);
  expect(JSON.parse((await servers.requests(url))[0]?.body ?? '')).toEqual({ protocol: 1, code: 'ABCD' });
});

test('a kiosk that has keys signs the code', async () => {
  const url = await servers.open({
    status: 201,
    body: '{"protocol":1,"kiosk":"k1","name":"East door","token":"secret"}',
  });
  const keys = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  expect(await enrol(url, ' ABCD ', keys)).toMatchObject({ kiosk: 'k1' });
  const { code, proof } = JSON.parse((await servers.requests(url))[0]?.body ?? '') as Enrolment;
  const thumbprint = await thumbprintOf(keys.publicKey);
  expect(code).toBe('ABCD');
  expect(proof && (await verify('vestibule-enrolment', proof))).toEqual({ text: 'ABCD', thumbprint });
});

test.each([
  ['an unknown code', refusal(401), /does not know this code/],
  ['a code that cannot be one', refusal(422), /does not know this code/],
  ['a firewall', { status: 403 }, /Something else/],
  ['an answer without a token', { body: '{"protocol":1,"kiosk":"k1","name":"x"}' }, /without a token/],
  ['a page', { body: '<html></html>' }, /Something else/],
])('%s enrols nobody and says why', async (_name, answer, words) => {
  const url = await servers.open(answer);
  expect(await enrol(url, 'ABCD')).toMatchObject({ message: expect.stringMatching(words) });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { SESSION_MS } from '../store/admin-sessions.ts';
import { listKiosks } from '../store/kiosks.ts';
import { newPassword, PASSWORD, sendForm, signedIn, trySignIn } from '../testing/admin.testing.ts';
import { startServer, type TestServer } from '../testing/server.testing.ts';
import { testFolder } from '../testing/stores.testing.ts';
import type { ServerOptions } from '../server/server-options.ts';

let made: ReturnType<typeof testFolder>;
const running: TestServer[] = [];

async function start(changes: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await startServer({ folder: made.folder }, changes);
  running.push(server);
  return server;
}

beforeEach(() => {
  made = testFolder();
});

afterEach(async () => {
  for (const server of running.splice(0)) await server.dispose();
  made.remove();
});

const sessions = async ({ store }: TestServer) =>
  (await store.database.selectFrom('admin_sessions').selectAll().execute()).length;

test('without a password says how to set one, and lets nobody in', async () => {
  const server = await start();
  const page = await fetch(`${server.url}/admin/`);
  expect(page.url).toBe(`${server.url}/admin/session`);
  expect(await page.text()).toContain('npm run --silent collector -- password');
  for (const password of ['', 'anything at all'])
    expect((await trySignIn(server, password)).status).toBe(401);
  expect(await sessions(server)).toBe(0);
});

test('leads whoever is not signed in to the place to sign in', async () => {
  const server = await start();
  await newPassword(server);
  const pages = [
    '',
    '/',
    '/coverage',
    '/kiosks/new',
    '/kiosks/x/revoke',
    '/download',
    '/buckets.csv?from=2026-01-01',
  ];
  for (const path of pages) {
    const { status, headers } = await fetch(`${server.url}/admin${path}`, { redirect: 'manual' });
    expect([path, status, headers.get('location')]).toEqual([path, 303, '/admin/session']);
  }
  expect(await (await fetch(`${server.url}/admin/`)).text()).toContain('type="password"');
});

test('signs in with the password only, by a cookie that scripts and other sites do not get', async () => {
  const server = await start();
  await newPassword(server);
  const wrong = await trySignIn(server, `${PASSWORD}!`);
  expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([401, null]);
  expect(await wrong.text()).toContain('That is not the password.');
  const right = await trySignIn(server, PASSWORD);
  expect([right.status, right.headers.get('location')]).toEqual([303, '/admin/']);
  expect(right.headers.get('set-cookie')).toMatch(
    /^vestibule-admin=[\w-]{43}; Max-Age=43200; Path=\/admin; HttpOnly; SameSite=Strict$/,
  );
  expect(server.log()).not.toContain(PASSWORD);
});

test('keeps the cookie to TLS where there is TLS', async () => {
  const server = await start({ trustProxy: ['127.0.0.1'] });
  await newPassword(server);
  const headers = { 'sec-fetch-site': 'same-origin', 'x-forwarded-proto': 'https' };
  const { headers: answered } = await sendForm(
    `${server.url}/admin/session`,
    { password: PASSWORD },
    headers,
  );
  expect(answered.get('set-cookie')).toMatch(/; Secure(;|$)/);
});

test('lets nobody try for long, from one address or from many', async () => {
  const server = await start({ signInsPerAddress: 2, trustProxy: ['127.0.0.1'] });
  await newPassword(server);
  const statuses = [];
  for (const password of ['a', 'b', PASSWORD]) statuses.push((await trySignIn(server, password)).status);
  expect(statuses).toEqual([401, 401, 429]);
  const all = await start({ signInsOfAll: 3, trustProxy: ['127.0.0.1'] });
  const tries = [];
  for (const place of [1, 2, 3, 4]) {
    const headers = { origin: all.url, 'x-forwarded-for': `203.0.113.${place}` };
    tries.push(await sendForm(`${all.url}/admin/session`, { password: PASSWORD }, headers));
  }
  expect(tries.map(({ status }) => status)).toEqual([303, 303, 303, 429]);
  expect(Number(tries[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('believes of the addresses before a proxy only what the proxy has added', async () => {
  const server = await start({ signInsPerAddress: 2, trustProxy: ['127.0.0.1'] });
  await newPassword(server);
  const statuses = [];
  for (const claimed of [1, 2, 3]) {
    const headers = { origin: server.url, 'x-forwarded-for': `203.0.113.${claimed}, 198.51.100.7` };
    statuses.push((await sendForm(`${server.url}/admin/session`, { password: 'wrong' }, headers)).status);
  }
  expect(statuses).toEqual([401, 401, 429]);
});

test('takes nothing from pages of other sites', async () => {
  const server = await start();
  await newPassword(server);
  const { host } = new URL(server.url);
  const cases: readonly Readonly<Record<string, string>>[] = [
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: `https://evil.example/${host}` },
    { origin: server.url, 'sec-fetch-site': 'cross-site' },
    { origin: server.url, 'sec-fetch-site': 'same-site' },
    { origin: server.url, 'sec-fetch-site': 'none' },
  ];
  for (const headers of cases)
    expect((await sendForm(`${server.url}/admin/session`, { password: PASSWORD }, headers)).status).toBe(403);
  expect(await sessions(server)).toBe(0);
});

test('changes something only by a form of the same session', async () => {
  const server = await start();
  const other = await signedIn(server);
  const own = await signedIn(server);
  const last = own.formToken.endsWith('A') ? 'B' : 'A';
  await server.newToken();
  const [kiosk] = await listKiosks(server.store.database);
  // The fields of each form and no others: with any other it would be refused before its token is looked at.
  const forms: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['/admin/kiosks/new', { name: 'x' }],
    [`/admin/kiosks/${kiosk?.id}/revoke`, {}],
    ['/admin/session/end', {}],
  ];
  const wrong = ['', 'é'.repeat(43), other.formToken, own.formToken.slice(0, -1) + last, own.cookie];
  for (const formToken of wrong)
    for (const [path, fields] of forms)
      expect([path, (await own.submit(path, { ...fields, formToken })).status]).toEqual([path, 403]);
  const headers = { cookie: own.cookie, origin: 'https://evil.example' };
  const { formToken } = own;
  expect((await sendForm(`${server.url}/admin/session/end`, { formToken }, headers)).status).toBe(403);
  expect(await sessions(server)).toBe(1);
  expect(await listKiosks(server.store.database)).toEqual([kiosk]);
  expect(kiosk?.revoked_ms).toBeNull();
  const codes = server.store.database.selectFrom('enrolment_codes').where('used_ms', 'is', null);
  expect(await codes.selectAll().execute()).toEqual([]);
  for (const [path, fields] of forms) expect((await own.submit(path, fields)).status).toBeLessThan(400);
});

test('ends on signing out, on a new password, and after twelve hours', async () => {
  let aheadMs = 0;
  const server = await start({ nowMs: () => Date.now() + aheadMs });
  const first = await signedIn(server);
  expect((await first.get('/admin/')).status).toBe(200);
  expect((await first.get('/admin/session')).headers.get('location')).toBe('/admin/');
  expect((await first.submit('/admin/session/end')).headers.get('set-cookie')).toContain('vestibule-admin=;');
  expect((await first.get('/admin/')).status).toBe(303);
  expect((await first.submit('/admin/kiosks/new', { name: 'x' })).status).toBe(401);

  const second = await signedIn(server);
  await newPassword(server, 'another long password');
  expect((await second.get('/admin/')).status).toBe(303);

  const third = await signedIn(server);
  aheadMs = SESSION_MS - 60_000;
  expect((await third.get('/admin/')).status).toBe(200);
  aheadMs = SESSION_MS;
  expect((await third.get('/admin/')).status).toBe(303);
});

test('has its own policy, no cache, and no word to other origins', async () => {
  const server = await start();
  const browser = await signedIn(server);
  for (const path of ['/admin/', '/admin/coverage', '/admin/session', '/admin/nothing']) {
    const headers = { cookie: browser.cookie, origin: 'https://kiosk.example' };
    const { headers: answered } = await fetch(server.url + path, { headers, redirect: 'manual' });
    expect(answered.get('access-control-allow-origin')).toBeNull();
    expect(answered.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self'; form-action/,
    );
    expect(answered.get('content-security-policy')).not.toContain('unsafe');
    expect(answered.get('referrer-policy')).toBe('same-origin');
    expect(answered.get('x-content-type-options')).toBe('nosniff');
  }
  expect((await browser.get('/admin/')).headers.get('cache-control')).toBe('no-store');
  const preflight = await fetch(`${server.url}/admin/session`, {
    method: 'OPTIONS',
    headers: { origin: 'https://kiosk.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
});

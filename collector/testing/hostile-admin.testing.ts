import * as fc from 'fast-check';
import type { AdminBrowser } from './admin.testing.ts';
import type { HostileRequest } from './hostile.testing.ts';

const FORM = 'application/x-www-form-urlencoded';

const CHANGES = ['/admin/kiosks/new', '/admin/session/end'];
const PAGES = [
  '/admin',
  '/admin/',
  '/admin/coverage',
  '/admin/kiosks/new',
  '/admin/download',
  '/admin/buckets.csv',
];

/** What a forger of cookies has: everything but the secret. */
function forgedCookies(cookie: string): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(
      '',
      'vestibule-admin=',
      `${cookie}A`,
      cookie.slice(0, -1),
      `x${cookie}`,
      'vestibule-admin="; DROP TABLE kiosks; --"',
      '__proto__=1; vestibule-admin[]=x',
      `vestibule-admin=${'x'.repeat(4_000)}`,
      'vestibule-admin=%00%ff%',
    ),
    fc.stringMatching(/^[!-:<-~]{1,60}$/).map((value) => `vestibule-admin=${value}`),
  );
}

function wrongTokens(formToken: string): fc.Arbitrary<string> {
  return fc.oneof(fc.constantFrom('', `${formToken}A`, formToken.slice(1), 'x'.repeat(64)), fc.string());
}

const FOREIGN_HEADERS: readonly Readonly<Record<string, string>>[] = [
  {},
  { origin: 'null' },
  { origin: 'https://evil.example' },
  { origin: '://' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-origin, cross-site' },
];

const BAD_BODIES = fc.oneof(
  fc.constantFrom('', '&', '=', '%', '%ff=%', 'name[]=x', '__proto__=1', 'constructor=1', 'a'.repeat(5_000)),
  fc.webQueryParameters(),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

const BAD_IDS = fc.oneof(
  fc.constantFrom(
    '..',
    '%2e%2e',
    '%00',
    '%',
    '%ff',
    '-',
    "'--",
    '%F0%9F%98%80',
    'x'.repeat(3_000),
    '__proto__',
  ),
  fc.string({ minLength: 1 }).map((text) => encodeURIComponent(text.toWellFormed())),
);

const BAD_QUERIES = fc.constantFrom(
  '/admin/?date=2026-02-30',
  '/admin/?date=%00',
  '/admin/?date=%ff%fe',
  '/admin/?date=-000001-01-01',
  `/admin/?date=${'9'.repeat(2_000)}`,
  '/admin/coverage?month=2026-00',
  '/admin/coverage?month=%F0%9F%98%80',
  '/admin/buckets.csv?from=2026-01-01',
  '/admin/buckets.json?from=2026-01-02&to=2026-01-01',
  '/admin/buckets.csv?from=..%2f..%2fetc&to=2026-01-01',
  '/admin/nothing',
  '/admin/%2e%2e/v1/batches',
  '/admin//',
  '/admin/kiosks//revoke',
);

/** Requests for the pages of who is signed in, each wrong in at least one way; `browser` is signed in. */
export function hostileAdminRequests(
  { cookie, formToken }: Pick<AdminBrowser, 'cookie' | 'formToken'>,
  url: string,
): fc.Arbitrary<HostileRequest> {
  const own = { origin: url };
  const type = { 'content-type': FORM };
  const good = { ...own, ...type, cookie };
  const form = new URLSearchParams({ formToken, name: 'Forged' }).toString();
  const post = (
    path: fc.Arbitrary<string>,
    headers: fc.Arbitrary<Readonly<Record<string, string>>>,
    body: fc.Arbitrary<string | Buffer>,
  ) => fc.record({ method: fc.constant('POST'), path, headers, body });
  const get = (path: fc.Arbitrary<string>, cookies: fc.Arbitrary<string>) =>
    fc.record({
      method: fc.constantFrom('GET', 'HEAD'),
      path,
      headers: cookies.map((it) => ({ cookie: it })),
      body: fc.constant(''),
    });
  const changes = fc.constantFrom(...CHANGES);
  const tokens = wrongTokens(formToken).map((token) =>
    new URLSearchParams({ formToken: token, name: 'x' }).toString(),
  );
  const types = fc.constantFrom(
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    `${FORM}; charset=x`,
    '',
  );
  return fc.oneof(
    post(
      changes,
      forgedCookies(cookie).map((it) => ({ ...good, cookie: it })),
      fc.constant(form),
    ),
    post(
      changes,
      fc.constantFrom(...FOREIGN_HEADERS).map((it) => ({ ...type, cookie, ...it })),
      fc.constant(form),
    ),
    post(changes, fc.constant(good), tokens),
    post(changes, fc.constant(good), BAD_BODIES),
    post(
      changes,
      types.map((it) => ({ ...good, 'content-type': it })),
      BAD_BODIES,
    ),
    post(
      BAD_IDS.map((id) => `/admin/kiosks/${id}/revoke`),
      fc.constant(good),
      fc.constant(`formToken=${formToken}`),
    ),
    post(
      fc.constant('/admin/session'),
      fc.constant({ ...own, ...type }),
      fc.string().map((it) => new URLSearchParams({ password: it }).toString()),
    ),
    get(fc.constantFrom(...PAGES), forgedCookies(cookie)),
    get(
      BAD_IDS.map((id) => `/admin/kiosks/${id}/revoke`),
      fc.constant(cookie),
    ),
    get(BAD_QUERIES, fc.constant(cookie)),
    fc.record({
      method: fc.constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'),
      path: fc.constantFrom(...PAGES, ...CHANGES),
      headers: fc.constant(good),
      body: fc.constant(form),
    }),
  );
}

import * as fc from 'fast-check';
import type { AdminBrowser } from './admin.testing.ts';
import type { HostileRequest } from './hostile.testing.ts';

const FORM = 'application/x-www-form-urlencoded';

/** A form: its path, and the fields that it has beside its token. Any other would be refused before the token is looked at. */
interface Form {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Every form of who is signed in; `kiosk` is the id of one that is there to be revoked. */
function formsOf(kiosk: string): readonly Form[] {
  return [
    { path: '/admin/kiosks/new', fields: { name: 'Forged' } },
    { path: `/admin/kiosks/${kiosk}/revoke`, fields: {} },
    { path: '/admin/session/end', fields: {} },
  ];
}

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

const TYPES = fc.constantFrom(
  'application/json',
  'text/plain',
  'multipart/form-data; boundary=x',
  `${FORM}; charset=x`,
  '',
);

type Session = Pick<AdminBrowser, 'cookie' | 'formToken'>;
type Headers = Readonly<Record<string, string>>;

function post(
  path: fc.Arbitrary<string>,
  headers: fc.Arbitrary<Headers>,
  body: fc.Arbitrary<string | Buffer>,
): fc.Arbitrary<HostileRequest> {
  return fc.record({ method: fc.constant('POST'), path, headers, body });
}

/** Forms that are whole, with one of `tokens`. */
function postForm(
  forms: readonly Form[],
  headers: fc.Arbitrary<Headers>,
  tokens: fc.Arbitrary<string>,
): fc.Arbitrary<HostileRequest> {
  return fc.tuple(fc.constantFrom(...forms), headers, tokens).map(([{ path, fields }, sent, formToken]) => ({
    method: 'POST',
    path,
    headers: sent,
    body: textOf({ ...fields, formToken }),
  }));
}

function get(path: fc.Arbitrary<string>, cookies: fc.Arbitrary<string>): fc.Arbitrary<HostileRequest> {
  const headers = cookies.map((cookie) => ({ cookie }));
  return fc.record({ method: fc.constantFrom('GET', 'HEAD'), path, headers, body: fc.constant('') });
}

function textOf(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams(fields).toString();
}

/** Whole forms that lack one thing: the cookie, the origin or the token of the session. */
function forgedForms(
  { cookie, formToken }: Session,
  url: string,
  forms: readonly Form[],
): readonly fc.Arbitrary<HostileRequest>[] {
  const type = { 'content-type': FORM };
  const ownToken = fc.constant(formToken);
  const forged = forgedCookies(cookie).map((it) => ({ origin: url, ...type, cookie: it }));
  const foreign = fc.constantFrom(...FOREIGN_HEADERS).map((it) => ({ ...type, cookie, ...it }));
  const own = fc.constant({ origin: url, ...type, cookie });
  return [
    postForm(forms, forged, ownToken),
    postForm(forms, foreign, ownToken),
    postForm(forms, own, wrongTokens(formToken)),
  ];
}

/**
 * Requests for the pages of who is signed in, each wrong in at least one way; `browser` is signed in at `url`, where there is a
 * kiosk of the id `kiosk`.
 */
export function hostileAdminRequests(
  browser: Session,
  url: string,
  kiosk: string,
): fc.Arbitrary<HostileRequest> {
  const { cookie, formToken } = browser;
  const type = { 'content-type': FORM };
  const own = fc.constant({ origin: url, ...type, cookie });
  const forms = formsOf(kiosk);
  const changes = fc.constantFrom(...forms.map(({ path }) => path));
  const form = fc.constant(textOf({ formToken, name: 'Forged' }));
  const revocations = BAD_IDS.map((id) => `/admin/kiosks/${id}/revoke`);
  const passwords = fc.string().map((password) => textOf({ password }));
  const methods = fc.constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND');
  const otherTypes = TYPES.map((it) => ({ origin: url, cookie, 'content-type': it }));
  return fc.oneof(
    ...forgedForms(browser, url, forms),
    post(changes, own, BAD_BODIES),
    post(changes, otherTypes, BAD_BODIES),
    post(revocations, own, fc.constant(textOf({ formToken }))),
    post(fc.constant('/admin/session'), fc.constant({ origin: url, ...type }), passwords),
    get(fc.constantFrom(...PAGES), forgedCookies(cookie)),
    get(fc.oneof(revocations, BAD_QUERIES), fc.constant(cookie)),
    fc.record({
      method: methods,
      path: fc.oneof(fc.constantFrom(...PAGES), changes),
      headers: own,
      body: form,
    }),
  );
}

import { setPassword } from '../store/admin-password.ts';
import type { TestServer } from './server.testing.ts';

/** The password that `signedIn` sets and uses. */
export const PASSWORD = 'correct horse battery';

/** A hash that costs a test no time. */
const LOW_COST = 2;

/** Sets the password of the collector. */
export function newPassword({ store }: TestServer, password = PASSWORD): Promise<void> {
  return setPassword(store.database, password, Date.now(), LOW_COST);
}

/** A browser as far as these tests need one: it keeps a cookie, says where it is, and follows nothing by itself. */
export interface AdminBrowser {
  /** The cookie as it is sent; empty while there is none. */
  readonly cookie: string;
  /** What the forms of this session carry. */
  readonly formToken: string;
  get(path: string): Promise<Response>;
  /** Sends a form as a page of the collector's own would. */
  submit(path: string, fields?: Readonly<Record<string, string>>): Promise<Response>;
}

/** Sends a form to `url` with `headers` instead of those of a page of its own. */
export function sendForm(
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const type = 'application/x-www-form-urlencoded';
  const body = new URLSearchParams(fields).toString();
  return fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body,
    headers: { 'content-type': type, ...headers },
  });
}

/** Tries a password. */
export function trySignIn({ url }: TestServer, password: string): Promise<Response> {
  return sendForm(`${url}/admin/session`, { password }, { origin: url });
}

/** Sets the password of the collector and signs in. */
export async function signedIn(server: TestServer): Promise<AdminBrowser> {
  await newPassword(server);
  const [cookie = ''] = (await trySignIn(server, PASSWORD)).headers.get('set-cookie')?.split(';') ?? [];
  const get = (path: string): Promise<Response> =>
    fetch(server.url + path, { redirect: 'manual', headers: { cookie } });
  const page = await (await get('/admin/')).text();
  const formToken = /name="formToken" value="([\w-]+)"/.exec(page)?.[1] ?? '';
  return {
    cookie,
    formToken,
    get,
    submit: (path, fields = {}) =>
      sendForm(server.url + path, { formToken, ...fields }, { cookie, origin: server.url }),
  };
}

/** One request to a collector and its answer, or why there is none. Nothing that a network does to it is taken for a success. */
import { PROTOCOL } from '../domain/batch.ts';
import { parseRetryAfterMs, troubleOfStatus, type UploadTrouble } from './trouble.ts';

/** A server that says nothing for so long is given up, milliseconds. */
const TIMEOUT_MS = 30_000;
/** No answer of a collector is longer; a hotel's welcome page may be. */
const MOST_ANSWER_BYTES = 1_048_576;

/** What is sent. */
export interface PostOptions {
  /** Without one, none is sent. */
  readonly body?: object;
  readonly token?: string;
  readonly timeoutMs?: number;
}

const NOT_A_COLLECTOR: UploadTrouble = {
  kind: 'not-a-collector',
  message:
    'Something else than the collector answered, such as the sign-in page of a public network. Nothing was taken for sent.',
};

/** The text of an answer; undefined when it is too long. */
async function readText({ body }: Response): Promise<string | undefined> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MOST_ANSWER_BYTES) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parseObject(text: string | undefined): object | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Expected trouble: pages and half answers are no JSON.
    return undefined;
  }
}

function troubleOf({ status, headers }: Response, answer: object | undefined): UploadTrouble {
  const error: unknown = Reflect.get(answer ?? {}, 'error');
  const [kind, message, bucket] = ['kind', 'message', 'bucket'].map((key): unknown =>
    Reflect.get(Object(error), key),
  );
  // Proxies and firewalls refuse too, and know nothing of kiosks and totals.
  if (status >= 400 && status < 500 && status !== 429 && typeof kind !== 'string') return NOT_A_COLLECTOR;
  const retryAfterMs = parseRetryAfterMs(headers.get('retry-after'), Date.now());
  return troubleOfStatus(status, {
    detail: typeof message === 'string' ? message.slice(0, 300) : '',
    ...(Number.isInteger(bucket) ? { bucket: Number(bucket) } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/**
 * Posts JSON to a path of the collector.
 *
 * @returns the answer's object, which says that it is of the protocol and of which no more is known; or trouble
 */
export async function post(
  collectorUrl: string,
  path: string,
  { body, token, timeoutMs = TIMEOUT_MS }: PostOptions,
): Promise<{ readonly answer: object } | UploadTrouble> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  try {
    const response = await fetch(`${collectorUrl}${path}`, {
      method: 'POST',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...authorization },
      body: body === undefined ? null : JSON.stringify(body),
      // Nothing of the browser's goes along, and nobody else may be told the token.
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.type === 'opaqueredirect') return NOT_A_COLLECTOR;
    const answer = parseObject(await readText(response));
    if (!response.ok) return troubleOf(response, answer);
    if (answer === undefined || Reflect.get(answer, 'protocol') !== PROTOCOL) return NOT_A_COLLECTOR;
    return { answer };
  } catch (error) {
    // Expected trouble: no network, a name that is not found, a refused certificate, a connection that broke or fell silent.
    return error instanceof DOMException && error.name === 'TimeoutError'
      ? { kind: 'timeout', message: `The collector said nothing for ${Math.round(timeoutMs / 1_000)} s.` }
      : { kind: 'unreachable', message: 'The collector cannot be reached.' };
  }
}

/** Why a collector did not take what was sent, as a value with a sentence for a person. */

/** One reason; `retryAfterMs` is the collector's own wish. */
export interface UploadTrouble {
  readonly kind:
    | 'unreachable'
    | 'timeout'
    | 'not-a-collector'
    | 'wrong-answer'
    | 'unknown-kiosk'
    | 'revoked'
    | 'too-large'
    | 'invalid'
    | 'protocol'
    | 'busy'
    | 'server'
    | 'unexpected';
  readonly message: string;
  readonly retryAfterMs?: number;
  /** Which of the sent buckets was refused, when the collector said so. */
  readonly bucket?: number;
}

/** Whether a value is trouble rather than an answer. */
export function isUploadTrouble(value: object): value is UploadTrouble {
  return 'kind' in value && 'message' in value;
}

/** A wait in a header: seconds, or the time of an answer; undefined when it is neither. Source: RFC 9110, 10.2.3. */
export function parseRetryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000;
  // Names its month: numbers alone are taken for years.
  const atMs = /[a-z]{3}/i.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/** What a status other than success means; `detail` is the collector's own sentence, as far as it gave one. */
export function troubleOfStatus(
  status: number,
  { detail, bucket, retryAfterMs }: { detail: string; bucket?: number; retryAfterMs?: number },
): UploadTrouble {
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  const said = detail === '' ? '' : ` It said: ${detail}`;
  if (status === 401)
    return {
      kind: 'unknown-kiosk',
      message: `The collector does not know this kiosk. Enrol it again.${said}`,
    };
  if (status === 403)
    return { kind: 'revoked', message: `The collector has shut this kiosk out. Ask its owner.${said}` };
  if (status === 408) return { kind: 'timeout', message: 'The totals took too long to reach the collector.' };
  if (status === 409)
    return {
      kind: 'protocol',
      message: `This app and the collector are of versions that do not fit. Update both.${said}`,
    };
  if (status === 413)
    return { kind: 'too-large', message: `The collector takes no batch of this size.${said}` };
  if (status === 422)
    return {
      kind: 'invalid',
      message: `The collector did not accept the totals.${said}`,
      ...(bucket === undefined ? {} : { bucket }),
    };
  if (status === 429 || (status === 503 && retryAfterMs !== undefined))
    return { kind: 'busy', message: 'The collector asks for a pause.', ...wait };
  if (status >= 500)
    return { kind: 'server', message: `The collector is in trouble (HTTP ${status}).${said}`, ...wait };
  return {
    kind: 'unexpected',
    message: `The collector answered HTTP ${status}, which is not understood.${said}`,
  };
}

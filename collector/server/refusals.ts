import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../../src/domain/batch.ts';
import { isUnavailable } from '../store/transaction.ts';
import { describeInvalid } from './invalid-body.ts';

type RefusalError = Refusal['error'];

/** A refusal and its HTTP status. */
export interface StatusRefusal {
  readonly status: number;
  readonly error: RefusalError;
}

/** Seconds after which a kiosk may try again when the database does not answer. */
const RETRY_SEC = 30;

/** What Fastify refuses by itself, by its codes. */
const BY_CODE: Readonly<Record<string, StatusRefusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    error: { kind: 'too-large', message: 'A body may have 1 MiB at most; send fewer buckets at once.' },
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    error: { kind: 'unknown-content-type', message: 'Send JSON, with the content type application/json.' },
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    error: { kind: 'invalid-json', message: 'The body is not JSON in UTF-8; send one JSON object.' },
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    error: { kind: 'invalid-json', message: 'There is no body; send one JSON object.' },
  },
};

/** What nobody is there to read any more; the log and the metrics do. */
const BROKEN_OFF: StatusRefusal = {
  status: 400,
  error: { kind: 'bad-request', message: 'The connection broke within the request.' },
};

const INTERNAL: StatusRefusal = {
  status: 500,
  error: { kind: 'internal', message: 'The collector failed; it is not the fault of what was sent.' },
};

/** Answers with a refusal. */
export function refuse(reply: FastifyReply, status: number, error: RefusalError): FastifyReply {
  return reply.code(status).send({ error } satisfies Refusal);
}

function refusalOf(error: FastifyError, request: FastifyRequest): StatusRefusal {
  if (error.validation !== undefined) {
    const kind = request.routeOptions.config.invalidKind ?? 'invalid-body';
    return { status: 422, error: { kind, ...describeInvalid(error.validation) } };
  }
  const known = BY_CODE[error.code];
  if (known !== undefined) return known;
  const status = error.statusCode ?? 500;
  if (status === 429) return { status, error: { kind: 'too-many', message: error.message } };
  if (status < 500)
    return { status, error: { kind: 'bad-request', message: 'The request is not understood.' } };
  return INTERNAL;
}

const UNAVAILABLE: StatusRefusal = {
  status: 503,
  error: {
    kind: 'unavailable',
    message: 'The database does not answer; nothing is lost when you send the same again later.',
  },
};

/** The refusal while the database does not answer. */
export function refuseUnavailable(reply: FastifyReply): FastifyReply {
  reply.header('retry-after', RETRY_SEC);
  return refuse(reply, UNAVAILABLE.status, UNAVAILABLE.error);
}

/** Where an error comes from, without what it says: a database quotes in it what was sent. */
function framesOf({ message, stack = '' }: Error): string[] {
  const lines = stack.replace(message, '').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line.startsWith('at '));
}

/** The refusal for what a handler or Fastify threw, and its headers; only what is our fault is logged, with where it comes from. */
export function refusalFor(error: FastifyError, request: FastifyRequest, reply: FastifyReply): StatusRefusal {
  // Before the rest: its code is that of a database whose connection broke.
  if (error.code === 'ECONNRESET' && request.raw.readableAborted) return BROKEN_OFF;
  if (isUnavailable(error)) {
    request.log.error({ code: error.code }, 'the database does not answer');
    reply.header('retry-after', RETRY_SEC);
    return UNAVAILABLE;
  }
  const refusal = refusalOf(error, request);
  if (refusal.status >= 500)
    request.log.error({ code: error.code, error: error.name, at: framesOf(error) }, 'a request failed');
  return refusal;
}

/** Turns what a handler or Fastify threw into a refusal. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalFor(error, request, reply);
  return refuse(reply, refusal.status, refusal.error);
}

/** The refusal of an address that is not there. */
export function refuseUnknownRoute(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return refuse(reply, 404, { kind: 'unknown-route', message: 'There is nothing at this address.' });
}

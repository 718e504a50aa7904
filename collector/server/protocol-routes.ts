import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  PROTOCOL,
  type Batch,
  type BatchAnswer,
  type Enrolment,
  type EnrolmentAnswer,
} from '../../src/domain/batch.ts';
import { verify } from '../../src/domain/signed.ts';
import { storeBuckets } from '../store/buckets.ts';
import { enrol, rotateToken, type KnownKiosk } from '../store/kiosks.ts';
import { keptFrom } from '../store/retention.ts';
import { authoriser, refuseRevoked, refuseUnknownToken } from './authorise.ts';
import { checkEnvelope, findBreach } from './batch-rules.ts';
import { invalid } from './invalid-body.ts';
import { limitRate } from './rate-limits.ts';
import { refuse } from './refusals.ts';
import { BATCH, ENROLMENT } from './schemas.ts';
import type { ServerParts } from './server-options.ts';

const PREFLIGHT_AGE_SEC = 86_400;

function kioskOf({ kiosk }: Pick<FastifyRequest, 'kiosk'>): KnownKiosk {
  if (kiosk === undefined) throw new Error('a route for kiosks was reached without one');
  return kiosk;
}

async function takeEnrolment(
  { store, nowMs }: ServerParts,
  { code, proof }: Enrolment,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const proved = proof && (await verify('vestibule-enrolment', proof));
  if (proof !== undefined && proved?.text !== code) {
    const wrong = invalid(
      'this code, signed by the key of this kiosk',
      'something else',
      ['proof'],
      undefined,
    );
    return refuse(reply, 422, { kind: 'invalid-enrolment', ...wrong });
  }
  const made = await enrol(store.database, code, nowMs(), proved?.thumbprint);
  if (made === undefined)
    return refuse(reply, 401, {
      kind: 'unknown-code',
      message: 'The code is wrong, used or older than a day; ask for a new one.',
    });
  return reply.code(201).send({ protocol: PROTOCOL, ...made } satisfies EnrolmentAnswer);
}

async function takeBatch(
  { store, nowMs, metrics, keepDays }: ServerParts,
  kiosk: KnownKiosk,
  batch: Batch,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const breach = findBreach(batch);
  if (breach !== undefined) return refuse(reply, 422, { kind: 'invalid-batch', ...breach });
  const serverTimeMs = nowMs();
  const contact = { report: batch.kiosk, atMs: serverTimeMs };
  const keptFromMs = keptFrom(keepDays, serverTimeMs);
  const results = await storeBuckets(store.database, kiosk.id, batch.buckets, contact, keptFromMs);
  if (results === undefined) return refuseRevoked(reply);
  metrics.countOutcomes(results);
  return reply.send({ protocol: PROTOCOL, serverTimeMs, results } satisfies BatchAnswer);
}

async function takeRotation(
  { store }: ServerParts,
  kiosk: KnownKiosk,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const made = await rotateToken(store.database, kiosk);
  if (made === undefined) return refuseUnknownToken(reply);
  return reply.send({ protocol: PROTOCOL, ...made } satisfies EnrolmentAnswer);
}

async function addGuards(server: FastifyInstance, parts: ServerParts): Promise<void> {
  await server.register(cors, {
    origin: parts.origins === '*' ? '*' : [...parts.origins],
    methods: ['POST'],
    allowedHeaders: ['authorization', 'content-type'],
    exposedHeaders: ['retry-after'],
    maxAge: PREFLIGHT_AGE_SEC,
    strictPreflight: false,
  });
  await limitRate(server, parts.requestsPerMinute);
}

/** The routes of `docs/protocol.md`, below `/v1`. Pages of other origins may use them: what counts is a token, never a cookie. */
export async function protocolRoutes(server: FastifyInstance, parts: ServerParts): Promise<void> {
  await addGuards(server, parts);
  const preParsing = authoriser(parts);
  server.post<{ Body: Enrolment }>(
    '/enrolments',
    {
      schema: { body: ENROLMENT },
      config: { invalidKind: 'invalid-enrolment', rateLimit: { max: parts.enrolmentsPerMinute } },
      preValidation: checkEnvelope,
    },
    (request, reply) => takeEnrolment(parts, request.body, reply),
  );
  server.post<{ Body: Batch }>(
    '/batches',
    {
      schema: { body: BATCH },
      config: { invalidKind: 'invalid-batch' },
      preParsing,
      preValidation: checkEnvelope,
    },
    (request, reply) => takeBatch(parts, kioskOf(request), request.body, reply),
  );
  server.post('/token', { preParsing }, (request, reply) => takeRotation(parts, kioskOf(request), reply));
}

import { createHmac } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_MS } from '../store/admin-sessions.ts';
import { hashOf, sameHash } from '../store/secrets.ts';

const COOKIE = 'vestibule-admin';
/** What every page and form lies under, and so the cookie's path. */
const PATH = '/admin';

declare module 'fastify' {
  interface FastifyRequest {
    /** Secret of the session that this belongs to; set where only who is signed in comes through. */
    adminSecret: string | undefined;
  }
}

/** What the cookie of a request holds; empty when there is none. */
export function shownSecret({ cookies }: FastifyRequest): string {
  return cookies[COOKIE] ?? '';
}

/** Has the browser keep `secret` from scripts, other sites and, where there is TLS, the network. */
export function keepSecret(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  reply.setCookie(COOKIE, secret, {
    httpOnly: true,
    sameSite: 'strict',
    path: PATH,
    secure: request.protocol === 'https',
    maxAge: SESSION_MS / 1_000,
  });
}

/** Has the browser forget what it holds. */
export function forgetSecret(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: PATH });
}

/** What forms of a session carry: no other site knows it, and no other session has it. */
export function formTokenOf(secret: string): string {
  return createHmac('sha256', secret).update('form').digest('base64url');
}

/** Whether `token` is that of the session's forms. */
export function isFormToken(secret: string, token: string): boolean {
  // Of hashes, which are equally long whatever was sent.
  return sameHash(hashOf(formTokenOf(secret)), hashOf(token));
}

/** The secret of who is signed in; throws where a route was not kept for them. */
export function secretOf({ adminSecret }: FastifyRequest): string {
  if (adminSecret === undefined) throw new Error('a page for who is signed in was reached without a session');
  return adminSecret;
}

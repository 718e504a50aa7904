/** @jsxRuntime automatic @jsxImportSource preact */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { refusalFor } from '../server/refusals.ts';
import { TroublePage } from './pages/trouble-page.tsx';

/** Answers with a page, which no cache may keep. */
export function sendPage(reply: FastifyReply, status: number, page: VNode): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(`<!DOCTYPE html>${renderToStaticMarkup(page)}`);
}

/** Answers with a page that says what is wrong and leads back. */
export function sendTrouble(reply: FastifyReply, status: number, message: string): FastifyReply {
  return sendPage(reply, status, <TroublePage message={message} />);
}

/** The sentences for who fills in a form; the others are the collector's own. */
const MESSAGES: Readonly<Record<number, string>> = {
  400: 'That is no form of these pages.',
  413: 'The form is too large.',
  415: 'That is no form of these pages.',
  422: 'The form lacks a field, or has one that is not its own. Go back, and load the page anew.',
};

/** Turns what a handler or Fastify threw into a page. */
export function answerErrorPage(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = refusalFor(error, request, reply);
  return sendTrouble(reply, refusal.status, MESSAGES[refusal.status] ?? refusal.error.message);
}

import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { Refusal } from '../../src/domain/batch.ts';
import { asPlainText } from '../store/plain-text.ts';

/** Longest piece of what was sent that a message repeats, in characters. */
const LONGEST_ECHO = 40;

/** What is wrong with a body: a sentence, and where. */
export type Invalid = Omit<Refusal['error'], 'kind'>;

function inWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  // JSON has words for some of the characters that a terminal obeys, but not for all.
  return asPlainText(text.length > LONGEST_ECHO ? `${text.slice(0, LONGEST_ECHO)}…` : text);
}

/** The sentence and the place for one wrong field; `path` starts at the body, or at its bucket when `bucket` is given. */
export function invalid(
  expected: string,
  found: string,
  path: readonly string[],
  bucket: number | undefined,
): Invalid {
  // A name that we do not know can have any characters, and the operator of an import reads it in a terminal.
  const field = asPlainText(path.join('.').slice(0, LONGEST_ECHO * 2));
  const place = bucket === undefined ? field || 'the body' : `bucket ${bucket}${field && `, ${field}`}`;
  return {
    message: `In ${place}: expected ${expected}, found ${found}. Nothing of this body was taken.`,
    ...(bucket === undefined ? {} : { bucket }),
    ...(field === '' ? {} : { field }),
  };
}

function expectedBy({ keyword, params, message }: FastifySchemaValidationError): string {
  switch (keyword) {
    case 'type':
      return `a value of type ${String(params['type'])}`;
    case 'minimum':
    case 'maximum':
      return `a number ${String(params['comparison'])} ${String(params['limit'])}`;
    case 'const':
      return String(params['allowedValue']);
    case 'minLength':
      return 'a text that is not empty';
    case 'maxLength':
      return `at most ${String(params['limit'])} characters`;
    case 'maxItems':
      return `at most ${String(params['limit'])} items`;
    case 'pattern':
      return 'a text without control characters and marks that turn its order';
    case 'required':
      return 'a value';
    case 'additionalProperties':
      return 'no field of this name';
    default:
      return message ?? keyword;
  }
}

function foundBy(error: FastifySchemaValidationError): string {
  if (error.keyword === 'required') return 'nothing';
  if (error.keyword === 'additionalProperties') return 'one';
  // Option `verbose` has ajv add the data, which Fastify's type does not know.
  return inWords('data' in error ? error.data : undefined);
}

/** Says what is wrong from what ajv found first. */
export function describeInvalid(errors: readonly FastifySchemaValidationError[]): Invalid {
  const [error] = errors;
  if (error === undefined) throw new Error('a validation failed without an error');
  const path = error.instancePath.split('/').slice(1);
  const name = error.params['missingProperty'] ?? error.params['additionalProperty'];
  if (typeof name === 'string') path.push(name);
  const isBucket = path[0] === 'buckets' && path[1] !== undefined;
  return invalid(
    expectedBy(error),
    foundBy(error),
    isBucket ? path.slice(2) : path,
    isBucket ? Number(path[1]) : undefined,
  );
}

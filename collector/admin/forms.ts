const FORM_TOKEN = { type: 'string', maxLength: 64 } as const;

/** JSON schema of a form of who is signed in, with nothing but its token. */
export const FORM = {
  type: 'object',
  properties: { formToken: FORM_TOKEN },
  required: ['formToken'],
  additionalProperties: false,
} as const;

/** JSON schema of a form that makes a code for a kiosk of this name. */
export const NAME_FORM = {
  type: 'object',
  properties: { formToken: FORM_TOKEN, name: { type: 'string', maxLength: 200 } },
  required: ['formToken', 'name'],
  additionalProperties: false,
} as const;

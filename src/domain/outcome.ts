/** What an attempt came to: its value, or one sentence that says what is wrong. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** A good outcome. */
export function good<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** A bad outcome; `message` is shortened to its first line. */
export function bad(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message: message.split('\n')[0] ?? message };
}

/** First line of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return bad(thrown instanceof Error ? thrown.message : String(thrown)).message;
}

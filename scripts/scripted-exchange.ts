/** What a test tells a scripted server, and what it learns from it. */

/** How one request is answered. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** `{results}` stands for one result for each bucket of the request, with the outcome that follows it: `{results:stored}`. */
  readonly body?: string;
  /** `hang-up`: the connection breaks; `half`: it breaks within the body; `silent`: nothing comes. */
  readonly fault?: 'hang-up' | 'half' | 'silent';
}

/** What was asked. */
export interface ScriptedRequest {
  readonly path: string;
  readonly authorization: string;
  readonly body: string;
}

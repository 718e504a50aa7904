import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Milliseconds between two announcements: a screen reader must be able to finish a sentence. */
const MIN_GAP_MS = 10_000;

/** Words of a polite live region: the newest at once, or as soon as the last ones are old enough. */
export class AnnouncementController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #words = '';
  #waiting: string | undefined;
  #saidAtMs = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What the live region says now. */
  get words(): string {
    return this.#words;
  }

  /** Says `words`, now or when their turn comes; words that still wait are replaced. */
  say(words: string): void {
    this.#waiting = words;
    if (this.#timer !== undefined) return;
    const waitMs = this.#saidAtMs + MIN_GAP_MS - performance.now();
    if (waitMs <= 0) this.#speak();
    else this.#timer = setTimeout(() => this.#speak(), waitMs);
  }

  hostConnected(): void {
    if (this.#waiting !== undefined) this.say(this.#waiting);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #speak(): void {
    this.#timer = undefined;
    this.#saidAtMs = performance.now();
    this.#words = this.#waiting ?? this.#words;
    this.#waiting = undefined;
    this.#host.requestUpdate();
  }
}

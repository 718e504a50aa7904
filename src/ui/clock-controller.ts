import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Renders its host anew at each full second of the device's clock, while it is on the page. */
export class ClockController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Milliseconds since 1970 UTC. */
  get nowMs(): number {
    return Date.now();
  }

  hostConnected(): void {
    this.#timer = setTimeout(() => this.#tick(), 1000 - (Date.now() % 1000));
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  #tick(): void {
    this.#host.requestUpdate();
    this.hostConnected();
  }
}

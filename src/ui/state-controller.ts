import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Snapshot } from '../state/snapshot.ts';
import type { ReadableState } from '../state/state.ts';

/** Renders its host anew whenever the state that it follows changes. */
export class StateController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #state: ReadableState | undefined;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  /** The newest snapshot; undefined while no state is followed. */
  get snapshot(): Snapshot | undefined {
    return this.#state?.snapshot();
  }

  /** Follows `state` from now on, and no other. */
  follow(state: ReadableState | undefined): void {
    this.hostDisconnected();
    this.#state = state;
    if (this.#host.isConnected) this.hostConnected();
  }

  hostConnected(): void {
    this.#stop ??= this.#state?.subscribe(() => this.#host.requestUpdate());
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}

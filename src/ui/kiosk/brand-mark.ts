import { html } from 'lit';

/** The app's sign: a doorway with somebody in it. */
export const brandMark = html`<svg viewBox="88 48 336 396" fill="none" aria-hidden="true">
  <path
    d="M156 416V164a100 100 0 0 1 200 0v252M104 416h304"
    stroke="currentColor"
    stroke-width="28"
    stroke-linecap="round"
  ></path>
  <path
    d="M184 400a72 96 0 0 1 144 0zM214 222a42 42 0 1 0 84 0a42 42 0 1 0-84 0z"
    fill="var(--accent)"
  ></path>
</svg>`;

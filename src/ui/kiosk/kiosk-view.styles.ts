import { css } from 'lit';

/** How the parts of the kiosk look. */
export const kioskStyles = css`
  :host {
    display: block;
    height: 100%;
    overflow: auto;
    container-type: size;
    isolation: isolate;
    background: var(--background);
    color: var(--text);
  }

  header,
  footer,
  .status-line,
  nav {
    display: flex;
    align-items: center;
    gap: 0.5rem 1.25rem;
  }

  header,
  footer {
    justify-content: space-between;
  }

  .brand {
    display: flex;
    align-items: center;
    gap: 0.6em;
    font-weight: 600;
    letter-spacing: 0.08em;
  }

  .brand svg {
    width: 1.75rem;
    height: 1.75rem;
  }

  .clock,
  .status-line,
  nav {
    color: var(--text-quiet);
  }

  .clock time {
    margin-inline-start: 0.75em;
    color: var(--text);
    font-variant-numeric: tabular-nums;
  }

  .stage {
    position: relative;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
    border-radius: var(--radius);
    background: var(--surface);
    container-type: size;
  }

  .stage > * {
    position: absolute;
    inset: 0;
    border-radius: inherit;
  }

  .totals {
    min-width: 0;
  }

  .number-room {
    container-type: inline-size;
  }

  h1 {
    color: var(--text-quiet);
    font-size: var(--size-label);
    font-weight: 500;
  }

  .number {
    font-size: min(var(--size-number), calc(100cqi / (var(--digits) * 0.68)));
    font-weight: 300;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.03em;
    line-height: 1.05;
    margin-inline-start: -0.04em;
  }

  .number.none {
    color: var(--text-quiet);
  }

  .in-view {
    padding-block-end: 0.8em;
    color: var(--text-quiet);
    font-size: var(--size-label);
  }

  .in-view strong {
    color: var(--text);
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }

  .bar {
    display: flex;
    gap: 3px;
    height: 10px;
    overflow: hidden;
    border-radius: 5px;
    background: var(--surface-raised);
  }

  .bar > span {
    flex: 0 1 0;
    background: var(--appearance);
    transition: flex-grow 400ms ease-out;
  }

  .split dt {
    display: flex;
    align-items: center;
    gap: 0.6em;
    color: var(--text-quiet);
    font-size: calc(0.88 * var(--size-label));
  }

  .split dd {
    font-size: var(--size-figure);
    font-variant-numeric: tabular-nums;
    line-height: 1.1;
  }

  .notice {
    font-size: var(--size-notice);
    line-height: 1.25;
    text-wrap: balance;
  }

  .notice span {
    display: inline-block;
  }

  .status-line {
    flex-wrap: wrap;
    min-width: 0;
    font-size: 1rem;
  }

  .counting::before {
    content: '';
    display: inline-block;
    width: 0.6em;
    height: 0.6em;
    margin-inline-end: 0.5em;
    border: 2px solid var(--warning);
    border-radius: 50%;
  }

  .counting.on::before {
    border-color: var(--accent);
    background: var(--accent);
  }

  .warning {
    color: var(--warning);
  }

  .badge {
    padding: 0.2em 0.8em;
    border-radius: 1em;
    background: var(--warning);
    color: var(--on-appearance);
    font-weight: 600;
  }

  .status-line a,
  nav a {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-width: var(--target);
    min-height: var(--target);
  }

  nav {
    flex: none;
  }

  nav a {
    text-decoration-color: var(--line);
  }

  @media (prefers-reduced-motion: reduce) {
    .bar > span {
      transition: none;
    }
  }
`;

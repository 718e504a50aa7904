import { css } from 'lit';

/** How the parts of the kiosk look that have no file of their own. */
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

  .notice {
    font-size: var(--size-notice);
    line-height: 1.25;
    text-wrap: balance;
  }

  .notice span {
    display: inline-block;
  }

  footer a {
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
`;

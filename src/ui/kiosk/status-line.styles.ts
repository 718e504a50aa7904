import { css } from 'lit';

/** How the line at the foot looks. */
export const statusLineStyles = css`
  .status-line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1.25rem;
    min-width: 0;
    color: var(--text-quiet);
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
`;

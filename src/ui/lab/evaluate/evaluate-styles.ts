import { css } from 'lit';

/** The form, the progress, and the report's tables and charts in the kiosk's colours. */
export const evaluateStyles = css`
  @media (min-width: 60rem) {
    main {
      grid-template-columns: minmax(18rem, 24rem) minmax(0, 1fr);
    }
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
  }

  .button:disabled {
    opacity: 0.55;
    cursor: default;
  }

  .chosen,
  .file-name {
    overflow-wrap: anywhere;
  }

  .field {
    display: grid;
    gap: 0.4rem;
    color: var(--text-quiet);
  }

  .check {
    display: flex;
    align-items: center;
    gap: 0.9rem;
    min-height: var(--target);
    cursor: pointer;
  }

  .check input {
    width: 1.25rem;
    height: 1.25rem;
    accent-color: var(--accent);
  }

  .message {
    min-height: 0;
  }

  .progress {
    display: grid;
    gap: 0.5rem;
    font-variant-numeric: tabular-nums;
  }

  .result {
    gap: 1rem;
  }

  details {
    border-top: 1px solid var(--line);
    padding-block: 0.5rem;
  }

  summary {
    display: flex;
    align-items: center;
    min-height: var(--target);
    cursor: pointer;
  }

  summary::before {
    content: '▸';
    margin-inline-end: 0.6rem;
    color: var(--text-quiet);
  }

  [open] > summary::before {
    content: '▾';
  }

  h2 {
    overflow-wrap: anywhere;
  }

  .mistakes {
    grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr));
    gap: 1rem;
    padding: 0;
    list-style: none;
  }

  .mistakes li {
    display: grid;
    align-content: start;
    gap: 0.25rem;
    font-size: 0.85rem;
    color: var(--text-quiet);
  }

  .mistakes img {
    width: 100%;
    aspect-ratio: 1;
    object-fit: contain;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface);
  }

  .table {
    overflow-x: auto;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.9rem;
    font-variant-numeric: tabular-nums;
  }

  caption {
    padding-block-end: 0.35rem;
    color: var(--text-quiet);
    text-align: start;
  }

  th,
  td {
    padding: 0.35rem 0.5rem;
    border-block-end: 1px solid var(--surface-raised);
    text-align: end;
    vertical-align: bottom;
  }

  td {
    white-space: nowrap;
  }

  th:first-child {
    padding-inline-start: 0;
    text-align: start;
  }

  thead th {
    color: var(--text-quiet);
    font-weight: 500;
    overflow-wrap: anywhere;
  }

  tbody th {
    min-width: 5.5rem;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
`;

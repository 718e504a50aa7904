import { css } from 'lit';

export const statusStyles = css`
  main {
    min-height: 0;
    overflow: auto;
    padding: 1.25rem clamp(1rem, 2.5vw, 2rem);
  }

  .groups {
    columns: 20.5rem 3;
    column-gap: 1.25rem;
  }

  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.9rem;
    margin-block-end: 1.25rem;
    padding: 1.1rem 1.25rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    break-inside: avoid;
  }

  h2 {
    font-size: 1.1rem;
    font-weight: 600;
  }

  h3 {
    margin: 0;
    font-size: 1rem;
    font-weight: 600;
  }

  .set-aside {
    display: grid;
    gap: 0.6rem;
    padding: 0.9rem 1rem;
    border: 1px solid var(--warning);
    border-radius: var(--radius-small);
  }

  .set-aside ul {
    margin: 0;
    padding-inline-start: 1.2rem;
    overflow-wrap: anywhere;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75rem;
  }

  .quiet {
    color: var(--text-quiet);
    font-size: 0.9rem;
  }

  .button:disabled,
  .button.disabled {
    color: var(--text-quiet);
    cursor: default;
  }

  [role='status'] {
    overflow-wrap: anywhere;
  }

  .trouble {
    padding-inline-start: 0.75rem;
    border-inline-start: 3px solid var(--warning);
  }

  fieldset,
  form,
  form label,
  details[open] {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    min-width: 0;
    border: 0;
  }

  form label {
    color: var(--text-quiet);
  }

  input.button {
    justify-content: start;
    text-align: start;
    cursor: text;
  }

  summary {
    min-height: var(--target);
    padding-block: 0.6rem;
    cursor: pointer;
  }

  details .button {
    justify-self: start;
  }
`;

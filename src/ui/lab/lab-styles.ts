import { css } from 'lit';

/** A part of the Lab: columns that scroll, pictures with words, facts. */
export const labStyles = css`
  :host {
    display: grid;
    min-height: 0;
  }

  main {
    display: grid;
    grid-template-columns: minmax(0, 1.6fr) minmax(18rem, 1fr);
    align-items: start;
    gap: 1.25rem;
    min-height: 0;
    overflow: auto;
    padding: 1.25rem clamp(1rem, 2.5vw, 2rem);
  }

  @media (max-width: 60rem) {
    main {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  .stage {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr));
    gap: 1.25rem;
  }

  .message {
    display: grid;
    grid-column: 1 / -1;
    justify-items: start;
    align-content: center;
    gap: 1rem;
    min-height: 16rem;
    padding: 1.1rem 1.25rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    color: var(--text-quiet);
  }

  progress {
    width: 100%;
    accent-color: var(--accent);
  }

  .message[role='alert'] {
    border-color: var(--warning);
    color: var(--text);
  }

  figure {
    display: grid;
    align-content: start;
    gap: 0.6rem;
  }

  .picture canvas {
    display: block;
    width: 100%;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    image-rendering: pixelated;
  }

  figcaption {
    display: grid;
    gap: 0.25rem;
    color: var(--text-quiet);
    font-size: 0.9rem;
    font-variant-numeric: tabular-nums;
  }

  .answer {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    color: var(--text);
    font-size: 1.05rem;
    font-weight: 600;
  }

  .column {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.5rem;
  }

  fieldset,
  section {
    display: grid;
    gap: 0.5rem;
    min-width: 0;
    border: 0;
  }

  h2 {
    font-size: 1.1rem;
    font-weight: 600;
  }

  .quiet {
    color: var(--text-quiet);
  }

  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  th,
  tbody td {
    padding-block: 0.35rem;
    border-top: 1px solid var(--surface-raised);
    font-weight: 400;
    text-align: end;
  }

  thead th {
    border-top: 0;
    font-weight: 600;
  }

  th[scope='row'] {
    color: var(--text-quiet);
    text-align: start;
  }

  td,
  thead th {
    padding-inline-start: 1rem;
  }

  ul {
    display: grid;
    gap: 0.4rem;
    padding-inline-start: 1.2rem;
  }
`;

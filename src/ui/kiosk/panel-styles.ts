import { css } from 'lit';

/** What stands in the picture's place while there is none: title, words, controls, centred and able to scroll. */
export const panelStyles = css`
  .panel {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    overflow: auto;
    padding: clamp(1rem, 4cqmin, 2.5rem);
    background: color-mix(in srgb, var(--surface) 94%, transparent);
    color: var(--text);
  }

  .panel > div {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.9em;
    width: min(100%, 38rem);
    margin: auto;
    font-size: clamp(1rem, 3.2cqmin, 1.2rem);
    line-height: 1.45;
  }

  .panel h2 {
    font-size: clamp(1.35rem, 5.5cqmin, 2.1rem);
    font-weight: 600;
    line-height: 1.2;
    text-wrap: balance;
    margin-block-end: 0.4em;
  }

  .panel ul {
    display: grid;
    gap: 0.35em;
    padding-inline-start: 1.2em;
  }

  .panel .quiet {
    color: var(--text-quiet);
    font-size: 0.9em;
    overflow-wrap: anywhere;
  }

  .panel .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75rem;
  }
`;

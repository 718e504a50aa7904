import { css } from 'lit';

/** Two pictures beside each other, or one above the other where there is no room, and what is to be said of both. */
export const compareStyles = css`
  main {
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
  }

  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr));
    align-items: start;
    gap: 1.25rem;
  }

  live-picture {
    width: 100%;
    max-height: 60vh;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
  }

  figcaption h2 {
    color: var(--text);
  }

  figcaption dt,
  section dd {
    flex: none;
  }

  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
  }

  .counts span {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
  }
`;

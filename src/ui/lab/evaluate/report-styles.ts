import { css } from 'lit';

/** The report's tiles and charts in the kiosk's colours; its two series differ by dash, too. */
export const reportStyles = css`
  .report {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.5rem;
    padding-block: 0.75rem 1.5rem;
  }

  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
    gap: 1rem;
    margin: 0;
  }

  .tiles > div {
    display: block;
    padding: 0.8rem 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface);
  }

  .tiles dd {
    color: var(--text-quiet);
    font-size: 0.85rem;
    text-align: start;
  }

  .tiles dd:first-of-type {
    color: var(--text);
    font-size: 1.6rem;
    font-weight: 650;
  }

  .report h2 {
    font-size: 1.05rem;
  }

  .report thead th {
    overflow-wrap: normal;
  }

  .beside {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.5rem;
    align-items: start;
  }

  .beside figure {
    max-width: 30rem;
  }

  @media (min-width: 105rem) {
    .beside {
      grid-template-columns: minmax(0, 30rem) minmax(0, 1fr);
    }
  }

  .plot {
    display: block;
    width: 100%;
    height: auto;
    overflow: visible;
  }

  .plot text {
    fill: var(--text-quiet);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }

  .plot text.row {
    fill: var(--text);
    font-size: 14px;
  }

  .grid {
    stroke: var(--line);
  }

  .chance {
    fill: none;
    stroke: var(--text-quiet);
  }

  .series {
    fill: none;
    stroke-width: 2.5;
    stroke-linejoin: round;
  }

  .series.first,
  .whisker {
    stroke: var(--accent);
  }

  .series.second {
    stroke: var(--woman);
    stroke-dasharray: 7 4;
  }

  .whisker {
    fill: none;
    stroke-width: 2;
  }

  .point {
    fill: var(--accent);
    stroke: var(--surface);
    stroke-width: 1.5;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.25rem;
    margin-block-end: 0.5rem;
    font-size: 0.9rem;
  }

  .legend > span {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
  }

  .key {
    width: 2rem;
    height: 0.625rem;
  }
`;

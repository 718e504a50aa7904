import { css } from 'lit';

/** How today's totals look. */
export const todayTotalsStyles = css`
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

  @media (prefers-reduced-motion: reduce) {
    .bar > span {
      transition: none;
    }
  }
`;

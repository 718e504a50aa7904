import { css } from 'lit';

/** Where the parts of the kiosk stand: a column of picture and notice beside the totals, or one above the other. */
export const kioskLayout = css`
  .kiosk {
    --size-label: clamp(1rem, 2.7cqmin, 1.4rem);
    --size-number: min(30cqh, 17rem);
    --size-figure: clamp(1.6rem, 5.5cqmin, 2.75rem);
    --size-notice: clamp(1.2rem, 5.4cqmin, 2.75rem);
    --edge: clamp(1rem, 3.5cqmin, 2.25rem);
    --side: clamp(17rem, 30cqw, 30rem);
    --between: clamp(1.25rem, 4cqmin, 3rem);
    --stage-width: calc(100cqw - 2 * var(--edge) - var(--between) - var(--side));
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    gap: clamp(0.6rem, 2.5cqmin, 1.25rem);
    height: max(100%, 33rem);
    padding: clamp(0.75rem, 2.5cqmin, 1.5rem) var(--edge) clamp(0.25rem, 1.5cqmin, 0.75rem);
  }

  main {
    display: grid;
    grid-template:
      'stage totals' var(--stage-row)
      'notice totals' var(--rest-row) / minmax(0, 1fr) var(--side);
    gap: var(--between);
    row-gap: clamp(0.9rem, 3cqmin, 1.75rem);
    min-height: 0;
  }

  main.live {
    --stage-row: minmax(0, calc(var(--stage-width) / var(--aspect)));
    --rest-row: minmax(auto, 1fr);
  }

  main.covered {
    --stage-row: minmax(0, 1fr);
    --rest-row: auto;
  }

  .stage {
    grid-area: stage;
  }

  .totals {
    grid-area: totals;
    display: flex;
    flex-direction: column;
  }

  .notice {
    grid-area: notice;
    align-self: center;
  }

  .bar {
    flex: none;
    margin-block: auto clamp(0.5rem, 2cqh, 1rem);
  }

  .split > div {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 1rem;
    padding-block: clamp(0.2rem, 1cqh, 0.6rem);
  }

  .split > div + div {
    border-top: 1px solid var(--surface-raised);
  }

  @container (orientation: portrait) {
    .kiosk {
      --size-number: min(22cqh, 22rem);
      --size-notice: clamp(1.2rem, 5cqw, 2.5rem);
      --stage-width: calc(100cqw - 2 * var(--edge));
    }

    main {
      grid-template:
        'stage' var(--stage-row)
        'totals' var(--rest-row)
        'notice' auto / minmax(0, 1fr);
    }

    .notice {
      padding-block-start: clamp(0.75rem, 2cqh, 1.5rem);
      border-top: 1px solid var(--line);
    }
  }

  @container (orientation: portrait) and (min-width: 600px) {
    .split {
      display: grid;
      grid-template-columns: repeat(3, auto);
      justify-content: space-between;
      gap: 1rem;
    }

    .split > div {
      display: block;
    }

    .split > div + div {
      border-top: 0;
    }
  }

  @container (orientation: portrait) and (max-width: 600px) {
    .kiosk {
      --size-number: min(20cqh, 11rem);
      --size-figure: 1.4rem;
      height: auto;
      min-height: 100%;
    }

    main.live {
      --stage-row: calc(var(--stage-width) / var(--aspect));
    }

    main.covered {
      --stage-row: minmax(24rem, 1fr);
    }

    footer {
      flex-wrap: wrap;
    }

    nav {
      margin-inline-start: auto;
    }

    .covered .split,
    .covered .bar,
    .date {
      display: none;
    }

    .covered {
      --size-number: 4rem;
    }

    .status-line {
      font-size: 0.85rem;
    }
  }
`;

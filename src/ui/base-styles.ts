import { css } from 'lit';

/** What every view's shadow root starts from: boxes, focus, controls, words for screen readers only. */
export const baseStyles = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  p,
  ul,
  dl,
  dd,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 3px;
  }

  h1:focus-visible {
    outline: none;
  }

  a {
    color: inherit;
    text-decoration-color: var(--text-quiet);
    text-underline-offset: 0.2em;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-height: var(--target);
    padding: 0.4rem 1.1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface-raised);
    color: var(--text);
    font: inherit;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
  }

  .button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }

  select.button {
    max-width: 100%;
    justify-content: start;
    text-align: start;
  }

  .file {
    position: relative;
  }

  .file:focus-within {
    outline: 3px solid var(--accent);
    outline-offset: 3px;
  }

  .file input {
    position: absolute;
    inset: 0;
    width: 100%;
    opacity: 0;
    cursor: pointer;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** The mark of an appearance: its colour and its line, the same on boxes, figures and charts. */
export const appearanceStyles = css`
  .woman {
    --appearance: var(--woman);
    --appearance-line: solid;
  }

  .man {
    --appearance: var(--man);
    --appearance-line: double;
  }

  .undetermined {
    --appearance: var(--undetermined);
    --appearance-line: dotted;
  }

  .mark {
    display: inline-block;
    flex: none;
    width: 1.15em;
    height: 1.15em;
    border: 0.26em var(--appearance-line) var(--appearance);
    border-radius: 0.3em;
  }
`;

/** A page beside the kiosk: a bar with the way back and the heading, and room that scrolls where it must. */
export const pageStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    height: 100%;
    background: var(--background);
    color: var(--text);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1.5rem;
    padding: 1rem clamp(1rem, 2.5vw, 2rem);
    border-bottom: 1px solid var(--line);
  }

  .bar h1 {
    font-size: 1.5rem;
    font-weight: 600;
  }

  .bar .button {
    flex: none;
  }

  @media (max-width: 640px) {
    .bar .aside {
      display: none;
    }

    .bar h1 {
      font-size: 1.2rem;
    }
  }

  .bar .aside {
    margin-inline-start: auto;
    color: var(--text-quiet);
  }
`;

import { css } from 'lit';

/**
 * Design tokens: custom properties that every shadow root below the app inherits. Colours keep at least 4.5:1 against
 * `--surface`; the three appearances are an amber, a blue and a grey that stay apart for colour-blind eyes.
 */
export const tokens = css`
  :host {
    --background: #0d1218;
    --surface: #151c25;
    --surface-raised: #1e2833;
    --line: #33404e;
    --text: #eef2f6;
    --text-quiet: #abb8c6;
    --accent: #5cc8a8;
    --on-accent: #06211a;
    --warning: #ffb86b;
    --woman: #f4b860;
    --man: #79c0ff;
    --undetermined: #d3cfe0;
    --on-appearance: #10151c;
    --font: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif;
    --radius: 1rem;
    --radius-small: 0.5rem;
    --target: 2.75rem;
    --transition: 120ms linear;
  }

  @media (prefers-reduced-motion: reduce) {
    :host {
      --transition: 0ms;
    }
  }
`;

/** The report's style sheet. Colours as on the kiosk, at least 4.5:1 for text in both schemes; the two series differ by dash, too. */
export const REPORT_STYLES = `
:root {
  color-scheme: light dark;
  --background: #f4f6f8; --surface: #ffffff; --line: #d3dae2; --text: #15202b; --text-quiet: #4c5b6b;
  --first: #0b6b50; --second: #9a4d00; --accent: #0b6b50;
}
@media (prefers-color-scheme: dark) {
  :root {
    --background: #0d1218; --surface: #151c25; --line: #33404e; --text: #eef2f6; --text-quiet: #abb8c6;
    --first: #5cc8a8; --second: #f4b860; --accent: #5cc8a8;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; background: var(--background); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif;
}
main { max-width: 74rem; margin: 0 auto; padding: clamp(1rem, 3vw, 2.5rem); }
h1 { margin: 0; font-size: clamp(1.5rem, 4vw, 2.1rem); line-height: 1.2; text-wrap: balance; }
h2 { margin: 0 0 0.4rem; font-size: 1.25rem; }
p { margin: 0 0 1rem; max-width: 48rem; }
header p { margin: 0.5rem 0 0; color: var(--text-quiet); overflow-wrap: anywhere; }
section { margin-block-start: 1.25rem; padding: clamp(1rem, 2.5vw, 1.75rem); border: 1px solid var(--line); border-radius: 1rem; background: var(--surface); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 1rem; margin: 1.5rem 0 0; }
.tiles > div { padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--surface); }
.tiles dt { color: var(--text-quiet); }
.tiles dd { margin: 0; color: var(--text-quiet); font-size: 0.9rem; }
.tiles dd:first-of-type { color: var(--text); font-size: 2rem; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.beside { display: grid; grid-template-columns: minmax(0, 26rem) minmax(0, 1fr); gap: 1.5rem 2.5rem; align-items: start; }
figure { margin: 0; }
figcaption { margin-block-start: 0.4rem; color: var(--text-quiet); font-size: 0.9rem; }
.plot { display: block; width: 100%; height: auto; overflow: visible; }
.plot text { fill: var(--text-quiet); font-size: 13px; font-variant-numeric: tabular-nums; }
.plot text.row { fill: var(--text); font-size: 14px; }
.grid { stroke: var(--line); }
.chance { fill: none; stroke: var(--text-quiet); }
.series { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.series.first { stroke: var(--first); }
.series.second { stroke: var(--second); stroke-dasharray: 7 4; }
.whisker { fill: none; stroke: var(--first); stroke-width: 2; }
.point { fill: var(--first); stroke: var(--surface); stroke-width: 1.5; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-block-end: 0.5rem; font-size: 0.9rem; }
.legend > span { display: inline-flex; align-items: center; gap: 0.5em; }
.key { width: 2rem; height: 0.625rem; }
.table { overflow-x: auto; }
.table:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
caption { padding-block-end: 0.35rem; color: var(--text-quiet); text-align: start; }
th, td { padding: 0.35rem 0.5rem; border-block-end: 1px solid var(--line); text-align: end; vertical-align: bottom; }
td { white-space: nowrap; }
th:first-child { padding-inline-start: 0; text-align: start; }
thead th { color: var(--text-quiet); font-weight: 500; }
tbody th { min-width: 5.5rem; font-weight: 500; overflow-wrap: anywhere; }
.table + .table { margin-block-start: 1.5rem; }
h2.model { margin: 2.5rem 0 0; font-size: 1.5rem; }
.speed { margin: 1rem 0 0; }
li { max-width: 48rem; margin-block-end: 0.35rem; }
@media (max-width: 60rem) { .beside { grid-template-columns: minmax(0, 1fr); } figure { max-width: 32rem; } }
@media (max-width: 30rem) { th, td { padding-inline: 0.3rem; font-size: 0.8rem; } }
@media print {
  :root {
    color-scheme: light;
    --background: #ffffff; --surface: #ffffff; --line: #c4ccd4; --text: #000000; --text-quiet: #404040; --first: #0b6b50; --second: #9a4d00;
  }
  main { max-width: none; padding: 0; }
  body { font-size: 10pt; }
  section { padding: 0.75rem 0; border: 0; border-block-start: 1px solid var(--line); border-radius: 0; }
  .beside { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 1rem; }
  .beside, .tiles, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  .table { overflow: visible; }
}
`;

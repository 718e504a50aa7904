import { describe, expect, it } from 'vitest';
import type { LabelledPicture } from '../metadata/labelled-picture.ts';
import { measure } from '../metrics/metrics.ts';
import type { Logits } from '../metrics/judge.ts';
import type { Evaluation } from './evaluation.ts';
import { markup, Markup } from './markup.ts';
import { renderReport } from './report.ts';

const OPTIONS = {
  dataSet: 'faces & <more>',
  madeAtMs: Date.UTC(2026, 10, 26, 8, 15),
  timeZone: 'Europe/Berlin',
};

function evaluate(pictures: readonly LabelledPicture[], logits: readonly Logits[]): Evaluation {
  const card = { temperature: 0.5, undeterminedBelowAbsLogOdds: 1.5 };
  return {
    ...measure(pictures, logits, card),
    noFaceThere: 1,
    tier: 'wasm',
    model: 'mini-xception@1.0.0',
    card,
    parameters: 52_658,
    bytes: 217_816,
    facesPerSec: 40.1,
    medianFaceMs: 5.25,
    metadata: {
      format: 'csv',
      file: 'meta.csv',
      rows: 14,
      dropped: { 'face-score': 3, age: 1, missing: 2 },
      used: pictures.length,
      unread: { missing: ['a & b.jpg'] },
    },
  };
}

const PEOPLE: readonly LabelledPicture[] = [
  { file: '<script>alert(1)</script>.jpg', label: 'woman', age: 30, group: 'a"b' },
  { file: 'b.jpg', label: 'woman', age: 40, group: 'other' },
  { file: 'c.jpg', label: 'man', age: 50, group: 'other' },
  { file: 'd.jpg', label: 'man', age: 8, group: 'other' },
  { file: 'e.jpg', label: 'man', age: 60, group: 'other' },
  { file: 'f.jpg', label: 'man', age: 60, group: 'other' },
];
const ANSWERS: readonly Logits[] = [[0, 2], [1, 0], [0, 1], [0, 0.2], undefined, undefined];

describe('renderReport', () => {
  const page = renderReport([evaluate(PEOPLE, ANSWERS)], OPTIONS);

  it('says what was measured, with what and when', () => {
    expect(page).toContain('4 faces of faces &amp; &lt;more&gt;, labels of meta.csv (csv)');
    expect(page).toContain('tier wasm; 26 November 2026 at 09:15 GMT+1');
    expect(page).toContain('40.1 pictures a second');
  });

  it('lets nothing of the metadata through as markup', () => {
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;.jpg');
    expect(page).toContain('a&quot;b');
  });

  it('loads nothing, and has no picture of anybody', () => {
    expect(page).not.toMatch(/<(img|link|iframe|object|image)\b|url\(|https?:|src=/);
    expect(page).toContain("default-src 'none'");
  });

  it('accounts for every row of the metadata', () => {
    const text = page.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain('in the metadata 14');
    expect(text).toContain('face score too low, or no face found 3');
    expect(text).toContain('not in the folder (a &amp; b.jpg, …) 2');
    expect(text).toContain('beyond the limit that was asked for 2');
    expect(text).toContain('no face found 1');
    expect(text).toContain('no face where the metadata says 1');
    expect(text).toContain('in the figures 4');
  });

  it('has a name for each chart, and heads for each table', () => {
    const charts = page.match(/<svg class="plot"[^>]*>/g) ?? [];
    expect(charts).toHaveLength(5);
    for (const chart of charts) expect(chart).toMatch(/role="img" aria-label="[^"]+"/);
    expect(page.match(/<table>/g)).toHaveLength(page.match(/<caption>/g)?.length ?? 0);
    expect(page).not.toMatch(/NaN|undefined<|null/);
  });

  it('leaves out what nothing is known of', () => {
    const bare = renderReport([evaluate([{ file: 'a', label: 'man' }], [undefined])], OPTIONS);
    expect(bare).not.toMatch(/By age|By group|adults|NaN|Infinity/);
    expect(bare).toContain('0 faces');
  });
});

it('several models stand side by side first, and then each by itself', () => {
  const other = { ...evaluate(PEOPLE, [[2, 0], ...ANSWERS.slice(1)]), model: 'other@2', bytes: 1_234_567 };
  const page = renderReport([evaluate(PEOPLE, ANSWERS), other], OPTIONS);
  const text = page.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  expect(text).toContain('How often 2 models are right');
  expect(text).toContain('mini-xception@1.0.0 other@2 faces 4 4 right 75.0 % 100.0 %');
  expect(text).toContain('adults right 66.7 % 100.0 %');
  expect(text).toContain('bytes 217,816 1,234,567');
  expect(page.match(/<h1>/g)).toHaveLength(1);
  expect(page.match(/<svg class="plot"/g)).toHaveLength(10);
  expect(page.match(/What these figures cannot tell/g)).toHaveLength(1);
});

it('markup escapes text and numbers in elements and attributes, and no markup twice', () => {
  const inner = markup`<b title="${`"'`}">${'<&>'}${-1}</b>`;
  expect(markup`${[inner, new Markup('<i></i>')]}`.text).toBe(
    '<b title="&quot;&#39;">&lt;&amp;&gt;-1</b><i></i>',
  );
});

import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { bucketsAsCsv } from './buckets-as-csv.ts';

const HEADER =
  'kiosk,kioskName,entrance,epoch,start,slotMs,entries,exits,woman,man,undetermined,coverageSec,revision';

const BUCKET = {
  kiosk: 'k1',
  kioskName: 'East door',
  entrance: 'main',
  epoch: 'e1',
  start: '2026-11-26T09:00:00.000Z',
  slotMs: 900_000,
  entries: 7,
  exits: 0,
  woman: 3,
  man: 3,
  undetermined: 1,
  coverageSec: 899.5,
  revision: 60,
};

test('one line for each slot, below the names of the columns', () => {
  expect(bucketsAsCsv([BUCKET])).toBe(
    `${HEADER}\nk1,East door,main,e1,2026-11-26T09:00:00.000Z,900000,7,0,3,3,1,899.5,60`,
  );
  expect(bucketsAsCsv([])).toBe(HEADER);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)'])('the name %s is text to a spreadsheet', (kioskName) => {
  expect(bucketsAsCsv([{ ...BUCKET, kioskName }])).toContain(`k1,'${kioskName},`);
});

test('a name with quotes and commas is one cell', () => {
  expect(bucketsAsCsv([{ ...BUCKET, kioskName: 'The "east", door' }])).toContain('"The ""east"", door"');
});

test.each(['\u200d=1+1', '\u200c\ufeff@SUM(A1)', ' \u00ad-1'])(
  'the name %j is text to a spreadsheet that leaves out what has no width',
  (kioskName) => {
    expect(bucketsAsCsv([{ ...BUCKET, kioskName }])).toContain(`k1,'${kioskName},`);
  },
);

const HIDDEN = [
  'a;\u200d=1+1',
  'a;=1+1',
  'a;=1+1;b',
  'a; =1+1;-2',
  'a;"=1+1;b',
  'a;"" "@SUM(A1)',
  '"a;\uff1d1+1',
  'a;;+1',
];

test.each(HIDDEN)('the name %s is text to a spreadsheet that separates by semicolons', (kioskName) => {
  const csv = bucketsAsCsv([{ ...BUCKET, kioskName, entrance: kioskName }]);
  const cells = csv
    .split('\n')
    .flatMap((line) => line.split(';'))
    .map((cell) => cell.replace(/["\s\p{Cf}]/gu, ''));
  expect(cells.length).toBeGreaterThan(2);
  expect(cells.filter((cell) => /^[-=+@\uff1d]/.test(cell))).toEqual([]);
  const [row] = parse(csv, { columns: true }) as Record<string, string>[];
  expect(row?.['kioskName']?.replaceAll("'", '')).toBe(kioskName);
});

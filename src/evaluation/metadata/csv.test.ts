import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';

const HEADER = 'file,label,age,group';

describe('readCsv', () => {
  it('reads rows in any column order and ignores other columns', () => {
    expect(readCsv('age,note,group,label,file\n31,x,asian,woman,a/b.jpg\n', 'meta.csv')).toEqual({
      ok: true,
      value: {
        pictures: [{ file: 'a/b.jpg', label: 'woman', age: 31, group: 'asian' }],
        rows: 1,
        dropped: {},
      },
    });
  });

  it('needs no age and no group, as columns or in rows', () => {
    const pictures = [
      { file: 'a', label: 'man' },
      { file: 'b', label: 'woman' },
    ];
    expect(readCsv('label,file\nman,a\nwoman,b', 'meta.csv')).toMatchObject({ value: { pictures } });
    expect(readCsv(`${HEADER}\na,man,,\nb,woman,,x`, 'meta.csv')).toEqual({
      ok: true,
      value: { pictures: [pictures[0], { ...pictures[1], group: 'x' }], rows: 2, dropped: {} },
    });
  });

  it.each([
    [
      'file,sex\na,man',
      'meta.csv, line 1, column label: expected the columns file,label and perhaps age,group',
    ],
    [`${HEADER}\na,man,3,x\nb,men,3,x`, 'meta.csv, line 3, column label: expected woman or man, found "men"'],
    [
      `${HEADER}\n\na,man,-3,x`,
      'meta.csv, line 3, column age: expected years from 0 to 130, or nothing, found "-3"',
    ],
    [`${HEADER}\na,man,131,x`, 'meta.csv, line 2, column age'],
    [`${HEADER}\n,man,13,x`, 'meta.csv, line 2, column file'],
    [HEADER, 'meta.csv: expected at least one picture'],
    ['', 'meta.csv, line 1, column file'],
    [`${HEADER}\na,man`, 'meta.csv: Invalid Record Length'],
  ])('refuses %j', (text, message) => {
    const outcome = readCsv(text, 'meta.csv');
    expect(outcome.ok ? '' : outcome.message).toContain(message);
  });
});

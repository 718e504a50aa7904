import { describe, expect, it } from 'vitest';
import { parseMetadata } from './metadata.ts';

const HEADER = 'file,label,age,group';

describe('parseMetadata', () => {
  it('reads rows in any column order and ignores other columns', () => {
    expect(parseMetadata('age,note,group,label,file\n31,x,asian,woman,a/b.jpg\n', 'meta.csv')).toEqual({
      ok: true,
      value: [{ file: 'a/b.jpg', label: 'woman', age: 31, group: 'asian' }],
    });
  });

  it.each([
    ['file,label,age\na,man,3', 'meta.csv, line 1, column group: expected the columns file,label,age,group'],
    [`${HEADER}\na,man,3,x\nb,men,3,x`, 'meta.csv, line 3, column label: expected woman or man, found "men"'],
    [`${HEADER}\n\na,man,-3,x`, 'meta.csv, line 3, column age: expected years from 0 to 130, found "-3"'],
    [`${HEADER}\na,man,131,x`, 'meta.csv, line 2, column age'],
    [`${HEADER}\n,man,13,x`, 'meta.csv, line 2, column file'],
    [`${HEADER}\na,man,13,`, 'meta.csv, line 2, column group'],
    [HEADER, 'meta.csv: expected at least one picture'],
    ['', 'meta.csv, line 1, column file'],
    [`${HEADER}\na,man`, 'meta.csv: Invalid Record Length'],
  ])('refuses %j', (text, message) => {
    const outcome = parseMetadata(text, 'meta.csv');
    expect(outcome.ok ? '' : outcome.message).toContain(message);
  });
});

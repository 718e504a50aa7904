import { expect, it } from 'vitest';
import { readUtkface } from './utkface.ts';

it('reads age, gender and group out of names, and counts the others by reason', () => {
  const { pictures, rows, dropped } = readUtkface([
    '26_0_2_20170116174525125.jpg',
    'part1/116_1_0_20170120134921760.jpg.chip.jpg',
    '0_1_4_20161219140642920.PNG',
    // Three names of the data set lack a number.
    '39_1_20170116174525125.jpg',
    '30_2_1_20170116174525125.jpg',
    '30_1_5_20170116174525125.jpg',
    '30_1_1_.jpg',
    '131_1_1_20170116174525125.jpg',
    'list.txt',
    '30_1_1_20170116174525125.jpg/notes',
  ]);
  expect(pictures).toEqual([
    { file: '26_0_2_20170116174525125.jpg', label: 'man', age: 26, group: 'asian' },
    { file: 'part1/116_1_0_20170120134921760.jpg.chip.jpg', label: 'woman', age: 116, group: 'white' },
    { file: '0_1_4_20161219140642920.PNG', label: 'woman', age: 0, group: 'other' },
  ]);
  expect([rows, dropped]).toEqual([10, { name: 4, age: 1, kind: 2 }]);
});

import { expect, test } from 'vitest';
import { chooseSubjects, parseBenchArguments } from './arguments.ts';

const namesOf = (only: string, inBrowser = true): string[] | string => {
  const chosen = chooseSubjects(only, inBrowser);
  return chosen.ok ? chosen.value.map(({ what, faces }) => `${what}@${faces}`) : chosen.message;
};

test('--only names one subject, several, or none', () => {
  expect(namesOf('')).toHaveLength(11);
  expect(namesOf('', false)).toHaveLength(6);
  expect(namesOf('mini-xception')).toEqual([
    'mini-xception@1',
    'mini-xception@4',
    'mini-xception@16',
    'mini-xception@32',
  ]);
  expect(namesOf('mini-xception@1')).toEqual(['mini-xception@1']);
  expect(namesOf('blaze-face')).toEqual(['blaze-face-short@1', 'blaze-face-full@1']);
  expect(namesOf('explanation')).toEqual(['explanation-mini-xception@1', 'explanation-cnn-9layer@1']);
  expect(namesOf('frame', false)).toContain('no subject is named "frame"');
});

test('an option that does not exist is refused', () => {
  expect(parseBenchArguments(['--fast'])).toMatchObject({ ok: false });
  expect(parseBenchArguments(['--json'])).toMatchObject({ ok: true, value: { json: true, only: '' } });
  expect(parseBenchArguments(['--tuned'])).toMatchObject({ ok: true, value: { tuned: true, json: false } });
});

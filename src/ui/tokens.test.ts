import { expect, test } from 'vitest';
import page from '../../index.html?raw';
import manifest from '../../public/manifest.webmanifest?raw';
import { tokens } from './tokens.ts';

test('the colour around the page, and before it is there, is that of its background', () => {
  const background = /--background: (#\w+)/.exec(tokens.cssText)?.[1];
  expect(/<meta name="theme-color" content="(.*)"/.exec(page)?.[1]).toBe(background);
  expect(JSON.parse(manifest)).toMatchObject({ background_color: background, theme_color: background });
});

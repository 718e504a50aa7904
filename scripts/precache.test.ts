import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { faultsOf, initialScripts, readKeptFiles } from './precache.ts';

const page = Buffer.from('<!doctype html>');
const integrity = `sha384-${createHash('sha384').update(page).digest('base64')}`;

describe('readKeptFiles', () => {
  it('finds the list among other code', () => {
    const list = [{ revision: null, url: 'index.html', integrity }];
    expect(readKeptFiles(`a([1]);b(${JSON.stringify(list)});c([{x:1}])`)).toEqual(list);
  });

  it('answers undefined when the list was never put in', () => {
    expect(readKeptFiles('precache(self.__WB_MANIFEST)')).toBeUndefined();
  });
});

describe('faultsOf', () => {
  it('is content with a complete build, service worker and maps apart', () => {
    const files = new Map([
      ['index.html', page],
      ['service-worker.js', page],
      ['assets/a.js.map', page],
    ]);
    expect(faultsOf(files, [{ url: 'index.html', integrity }])).toEqual([]);
  });

  it('names a file that would be missing offline', () => {
    const files = new Map([
      ['index.html', page],
      ['assets/detector.tflite', page],
    ]);
    expect(faultsOf(files, [{ url: 'index.html', integrity }])).toEqual([
      expect.stringContaining('assets/detector.tflite is in the build'),
    ]);
  });

  it('names a file whose bytes are not those of its hash, and one that is not there', () => {
    const files = new Map([['index.html', Buffer.from('other')]]);
    const kept = [
      { url: 'index.html', integrity },
      { url: 'gone.css', integrity },
    ];
    expect(faultsOf(files, kept)).toEqual([
      expect.stringContaining('index.html changed'),
      expect.stringContaining('gone.css'),
    ]);
  });
});

describe('initialScripts', () => {
  it('lists scripts and module preloads, not style sheets', () => {
    const html =
      '<script type="module" crossorigin src="./assets/index-1.js"></script>' +
      '<link rel="modulepreload" crossorigin href="./assets/lit-2.js"><link rel="stylesheet" href="./assets/a.css">';
    expect(initialScripts(html)).toEqual(['assets/index-1.js', 'assets/lit-2.js']);
  });
});

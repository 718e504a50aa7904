import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { faultsOf, initialScripts, readKeptFiles, startingScripts } from './precache.ts';

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

describe('startingScripts', () => {
  const files = new Map(
    Object.entries({
      'assets/worker-1.js':
        'import{a as b}from"./shared-2.js";import"./flags-3.js";const t=()=>import("./later-4.js");',
      'assets/shared-2.js': 'export*from"./deep-5.js";export{c as default};"import x from ./never-6.js"',
      'assets/flags-3.js': 'x',
      'assets/later-4.js': 'import"./never-6.js"',
      'assets/deep-5.js': 'import{t}from"./worker-1.js"',
      'assets/never-6.js': 'y',
    }).map(([path, code]) => [path, Buffer.from(code)] as const),
  );

  it('follows static imports, each once, and leaves out what is loaded later', () => {
    const sizes = startingScripts(files, ['assets/worker-1.js'], ({ length }) => length);
    expect(sizes.map(({ path }) => path)).toEqual([
      'assets/worker-1.js',
      'assets/shared-2.js',
      'assets/deep-5.js',
      'assets/flags-3.js',
    ]);
    expect(sizes.at(-1)).toEqual({ path: 'assets/flags-3.js', bytes: 1 });
  });

  it('finds nothing where there is no script', () => {
    expect(startingScripts(files, ['assets/none.js'], ({ length }) => length)).toEqual([]);
  });
});

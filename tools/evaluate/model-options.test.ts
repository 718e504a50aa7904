import { describe, expect, it } from 'vitest';
import { parseEvaluateArguments } from './arguments.ts';

const NEEDED = ['--images', 'faces', '--meta', 'faces.csv'];

function parse(...args: readonly string[]): ReturnType<typeof parseEvaluateArguments> {
  return parseEvaluateArguments([...NEEDED, ...args]);
}

describe('--model', () => {
  it.each([
    [[], ['mini-xception']],
    [['--model', 'cnn-9layer', '--crops'], ['cnn-9layer']],
    [['--model', 'classical', '--crops'], ['classical']],
    [['--model', 'mine/gender.hdf5', '--crops'], [{ path: 'mine/gender.hdf5' }]],
    [
      ['--model', 'mine.safetensors,cnn-9layer,mini-xception', '--crops'],
      [{ path: 'mine.safetensors' }, 'cnn-9layer', 'mini-xception'],
    ],
  ])('%j is taken', (args, models) => {
    expect(parse(...args)).toMatchObject({ ok: true, value: { models, cropScale: undefined } });
  });

  it.each([
    [
      ['--model', 'resnet'],
      '--model is one of mini-xception, cnn-9layer, classical, or a .hdf5 or .safetensors file, not "resnet"',
    ],
    [['--model', 'cnn-9layer,cnn-9layer'], '--model cnn-9layer,cnn-9layer names one of them twice'],
  ])('%j is refused', (args, message) => {
    expect(parse(...args)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });
});

describe('--crop-scale', () => {
  it('is a number', () => {
    expect(parse('--crops', '--crop-scale', '1.3')).toMatchObject({ ok: true, value: { cropScale: 1.3 } });
  });

  it.each(['0', '1.31', '-1', 'wide', '1e0', ''])('"%s" is refused', (scale) => {
    expect(parse('--crops', `--crop-scale=${scale}`)).toMatchObject({
      ok: false,
      message: expect.stringContaining('--crop-scale is a number above 0, at most 1.3'),
    });
  });

  it('without --crops is refused', () => {
    expect(parse('--crop-scale', '1.3')).toEqual({ ok: false, message: '--crop-scale needs --crops' });
  });
});

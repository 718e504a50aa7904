import { convCase, convGradientCase } from '../conv/cases.testing.ts';
import { testLayers } from '../layers.testing.ts';

const narrow = { padding: 'same', relu: true, stride: 1 } as const;

testLayers([
  convCase('one pixel, to few channels', [1, 1, 1], { ...narrow, channels: 1, kernelSize: 7 }),
  convCase('3x3, one row, to few channels', [1, 9, 6], { ...narrow, channels: 2, kernelSize: 3 }),
  convCase('5x5 valid, to four channels', [11, 14, 9], {
    ...narrow,
    padding: 'valid',
    relu: false,
    channels: 4,
    kernelSize: 5,
  }),
  convGradientCase('3x3 valid, to one channel', [9, 11, 8], { padding: 'valid', channels: 1, kernelSize: 3 }),
  convGradientCase('7x7, to three channels', [10, 9, 6], { padding: 'same', channels: 3, kernelSize: 7 }),
]);

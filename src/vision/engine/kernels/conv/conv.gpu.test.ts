import { testLayers } from '../layers.testing.ts';
import { convCase, convGradientCase } from './cases.testing.ts';

const same = { padding: 'same', relu: true } as const;
const valid = { padding: 'valid', relu: false } as const;

testLayers([
  convCase('one pixel', [1, 1, 5], { ...same, channels: 3, kernelSize: 1, stride: 1 }),
  convCase('one pixel, 3x3', [1, 1, 1], { ...same, channels: 5, kernelSize: 3, stride: 1 }),
  convCase('one pixel, stride 2', [1, 1, 2], { ...same, channels: 2, kernelSize: 3, stride: 2 }),
  convCase('3x3 valid, one channel', [13, 11, 1], { ...valid, channels: 8, kernelSize: 3, stride: 1 }),
  convCase('3x3 valid, stride 2', [9, 8, 3], { ...valid, channels: 5, kernelSize: 3, stride: 2 }),
  convCase('5x5, stride 2, even size', [16, 12, 3], { ...same, channels: 7, kernelSize: 5, stride: 2 }),
  convCase('3x3, stride 2, odd size', [7, 5, 3], { ...same, channels: 6, kernelSize: 3, stride: 2 }),
  convCase('3x3, one row', [1, 9, 6], { ...same, channels: 6, kernelSize: 3, stride: 1 }),
  convCase('1x1, many channels', [3, 5, 42], { ...same, channels: 13, kernelSize: 1, stride: 1 }),
  convGradientCase('1x1', [3, 5, 6], { padding: 'same', channels: 9, kernelSize: 1 }),
  convGradientCase('3x3 same', [4, 4, 2], { padding: 'same', channels: 12, kernelSize: 3 }),
]);

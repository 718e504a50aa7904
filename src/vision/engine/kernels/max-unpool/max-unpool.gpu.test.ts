import { NETWORK_INPUT } from '../../network.ts';
import { constantConv, helperConv, OUT, testLayers, type LayerCase } from '../layers.testing.ts';

function maxUnpoolCase(name: string, input: LayerCase['input'], constant?: number): LayerCase {
  const [height, width, channels] = input;
  return {
    name: `max-unpool, ${name}`,
    input,
    // Of at most four windows.
    reductionLength: channels + 4,
    layers: (random) => [
      helperConv('gradient', [channels, channels], 2, random),
      ...(constant === undefined ? [] : [constantConv('constant', [channels, channels], constant)]),
      {
        op: 'argmax-pool',
        name: 'argmax',
        input: constant === undefined ? NETWORK_INPUT : 'constant',
        channels,
      },
      { op: 'max-unpool', name: OUT, input: 'gradient', argmax: 'argmax', channels, height, width },
    ],
  };
}

testLayers([
  maxUnpoolCase('one pixel', [1, 1, 3]),
  maxUnpoolCase('odd sizes', [15, 13, 6]),
  maxUnpoolCase('even sizes', [8, 6, 5]),
  maxUnpoolCase('even height, odd width', [4, 7, 16]),
  maxUnpoolCase('equals, all below 0: to the first alone', [7, 8, 3], -1),
]);

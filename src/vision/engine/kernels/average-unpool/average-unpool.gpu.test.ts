import { NETWORK_INPUT } from '../../network.ts';
import { constantConv, helperConv, OUT, testLayers, type LayerCase } from '../layers.testing.ts';

interface Gate {
  readonly guided: boolean;
  /** What the ReLU gave everywhere; the network's input when it is not said. */
  readonly constant?: number;
}

function averageUnpoolCase(name: string, input: LayerCase['input'], { guided, constant }: Gate): LayerCase {
  const [height, width, channels] = input;
  const activation = constant === undefined ? NETWORK_INPUT : 'constant';
  return {
    name: `average-unpool, ${name}`,
    input,
    reductionLength: channels,
    layers: (random) => [
      helperConv('gradient', [channels, channels], 2, random),
      ...(constant === undefined ? [] : [constantConv('constant', [channels, channels], constant)]),
      {
        op: 'average-unpool',
        name: OUT,
        input: 'gradient',
        channels,
        height,
        width,
        gate: { activation, guided },
      },
    ],
  };
}

testLayers([
  averageUnpoolCase('one window', [2, 2, 1], { guided: false }),
  averageUnpoolCase('plain', [12, 6, 6], { guided: false }),
  averageUnpoolCase('guided', [4, 14, 5], { guided: true }),
  averageUnpoolCase('nothing passes where a ReLU gave 0', [4, 6, 2], { guided: false, constant: 0 }),
]);

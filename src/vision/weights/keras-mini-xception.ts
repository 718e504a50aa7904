/**
 * The tensors of a Keras file of mini-Xception under our names. Keras numbers layers in the order in which they were made, so that a
 * layer is known by its rank among those of its kind. Layouts are the same: HWIO; depthwise H, W, C, 1.
 * Source: `models/cnn.py` of github.com/oarriaga/face_classification, with Keras 2.0.5.
 */
import { refuse, type Tensor } from './tensor.ts';

const MODULES = [1, 2, 3, 4];

/** Our names of the layers of each kind, in the order in which Keras makes them: a module begins with its residual. */
const LAYERS = {
  conv2d: ['stem/conv1', 'stem/conv2', ...MODULES.map((index) => `module${index}/residual`), 'head'],
  separable_conv2d: MODULES.flatMap((index) => [`module${index}/separable1`, `module${index}/separable2`]),
  batch_normalization: [
    'stem/norm1',
    'stem/norm2',
    ...MODULES.flatMap((index) =>
      ['residual', 'separable1', 'separable2'].map((part) => `module${index}/${part}/norm`),
    ),
  ],
} as const;

type Kind = keyof typeof LAYERS;

/** Our names of a layer's tensors, by Keras's. */
const PARTS: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  conv2d: { kernel: 'kernel', bias: 'bias' },
  separable_conv2d: { depthwise_kernel: 'depthwise', pointwise_kernel: 'pointwise' },
  batch_normalization: { gamma: 'gamma', beta: 'beta', moving_mean: 'mean', moving_variance: 'variance' },
};

/** `conv2d_7` is 7, and the first of a session that has no number is 0. */
function numberOf(kind: string, layer: string): number | undefined {
  if (layer === kind) return 0;
  const digits = layer.startsWith(`${kind}_`) ? layer.slice(kind.length + 1) : '';
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

/** Names of the layers of a kind, in Keras's order. */
function layersOf(kind: Kind, layers: readonly string[]): string[] {
  return layers
    .flatMap((layer) => {
      const number = numberOf(kind, layer);
      return number === undefined ? [] : [{ layer, number }];
    })
    .toSorted((a, b) => a.number - b.number)
    .map(({ layer }) => layer);
}

function renamed(kind: Kind, ours: string, path: string): string | undefined {
  const leaf = path.split('/').at(-1)?.replace(/:0$/, '') ?? '';
  const part = Object.hasOwn(PARTS[kind], leaf) ? PARTS[kind][leaf] : undefined;
  return part === undefined ? undefined : `${ours}/${part}`;
}

/**
 * Renames the tensors of a Keras file; each keeps its own name in `Tensor.name`, for error messages. Shapes are the network's to check.
 *
 * @param tensors by path in the file: `conv2d_1/conv2d_1/kernel:0`
 * @throws WeightsError when the file has other layers than mini-Xception
 */
export function renameKerasTensors(
  file: string,
  tensors: ReadonlyMap<string, Tensor>,
): ReadonlyMap<string, Tensor> {
  const layers = [...new Set([...tensors.keys()].map((path) => path.split('/')[0] ?? ''))];
  const result = new Map<string, Tensor>();
  for (const kind of ['conv2d', 'separable_conv2d', 'batch_normalization'] as const) {
    const [found, names] = [layersOf(kind, layers), LAYERS[kind]];
    if (found.length !== names.length)
      refuse(file, `${kind} layers`, `the ${names.length} of mini-xception`, `${found.length}`);
    for (const [path, tensor] of tensors) {
      const rank = found.indexOf(path.split('/')[0] ?? '');
      const name = rank < 0 ? undefined : renamed(kind, names[rank] ?? '', path);
      if (name !== undefined) result.set(name, tensor);
    }
  }
  return result;
}

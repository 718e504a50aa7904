/**
 * Layers of a network that also computes a gradient. Some say what passed forward in more detail than a fused layer does, so that the
 * way back can be found; the others take a gradient with respect to what a layer gave and hand it on to what that layer read.
 */
import type { ActivationShape, ConvLayer } from './network.ts';

interface NamedLayer {
  readonly name: string;
  /** Name of the layer whose values or whose gradient this layer reads first. */
  readonly input: string;
  readonly channels: number;
}

/** Which of the nine pixels of a 3x3/2 window (SAME) has the greatest value: 0 to 8 in raster order, the first of equals. */
export interface ArgmaxPoolLayer extends NamedLayer {
  readonly op: 'argmax-pool';
}

/** The values that `argmax` points at, plus `residual`: the maximum of each 3x3/2 window, and what is added to it. */
export interface GatherPoolLayer extends NamedLayer {
  readonly op: 'gather-pool';
  readonly argmax: string;
  readonly residual: string;
}

/** Mean of each 2x2 window of an even height and width: half of both. */
export interface AveragePoolLayer extends NamedLayer {
  readonly op: 'average-pool';
}

/** Where a gradient starts: which number of the classes' maps `[height, width, classes]` is explained. */
export type GradientTarget =
  /** The class's logit: the mean of its map. */
  | { readonly kind: 'class'; readonly index: number }
  /** The sum over all pixels of the greatest of the classes there, the first of equals; it belongs to no class. */
  | { readonly kind: 'greatest' };

/** Gradient of the target with respect to the classes' maps, of which there are at most four. */
export interface ClassSeedLayer extends NamedLayer {
  readonly op: 'class-seed';
  readonly target: GradientTarget;
}

/** Gradient of a convolution with respect to its input; of one with a stride of 2 (1x1 only), to the pixels that it reads. */
export interface ConvGradientLayer extends NamedLayer {
  readonly op: 'conv-gradient';
  readonly kernelSize: number;
  readonly padding: ConvLayer['padding'];
  /** Of the convolution itself: HWIO, whose outputs are this layer's inputs. */
  readonly kernel: Float32Array;
}

/** How a gradient passes a ReLU: where the activation is above 0, and when `guided`, only where the gradient is above 0 too. */
export interface ReluGate {
  /** Name of what the ReLU gave. */
  readonly activation: string;
  readonly guided: boolean;
}

/** Gradient of a depthwise 3x3 convolution (SAME, stride 1) with respect to its input, and on through the ReLU before that. */
export interface DepthwiseGradientLayer extends NamedLayer {
  readonly op: 'depthwise-gradient';
  /** Of the convolution itself: 3, 3, channels. */
  readonly kernel: Float32Array;
  /** A gradient of half the size that is added at even rows and columns: that of a 1x1/2 convolution of the same input. */
  readonly strided?: string;
  readonly gate?: ReluGate;
}

/** Gradient of a 3x3/2 maximum: each pixel takes the gradients of the windows whose greatest value it was. */
export interface MaxUnpoolLayer extends NamedLayer {
  readonly op: 'max-unpool';
  readonly argmax: string;
  readonly height: number;
  readonly width: number;
}

/** Gradient of a 2x2 mean of what a ReLU gave, and on through that. */
export interface AverageUnpoolLayer extends NamedLayer {
  readonly op: 'average-unpool';
  readonly height: number;
  readonly width: number;
  readonly gate: ReluGate;
}

/** Gradient through a ReLU. */
export interface ReluGradientLayer extends NamedLayer {
  readonly op: 'relu-gradient';
  readonly gate: ReluGate;
}

/** One layer more than those of a network that only runs forward; one dispatch. */
export type GradientLayer =
  | ArgmaxPoolLayer
  | GatherPoolLayer
  | AveragePoolLayer
  | ClassSeedLayer
  | ConvGradientLayer
  | DepthwiseGradientLayer
  | MaxUnpoolLayer
  | AverageUnpoolLayer
  | ReluGradientLayer;

/** What a gradient layer reads, its main input first. */
export function inputsOfGradient(layer: GradientLayer): readonly string[] {
  switch (layer.op) {
    case 'gather-pool':
      return [layer.input, layer.argmax, layer.residual];
    case 'max-unpool':
      return [layer.input, layer.argmax];
    case 'depthwise-gradient':
      return [layer.input, layer.strided, layer.gate?.activation].filter((name) => name !== undefined);
    case 'average-unpool':
    case 'relu-gradient':
      return [layer.input, layer.gate.activation];
    case 'argmax-pool':
    case 'average-pool':
    case 'class-seed':
    case 'conv-gradient':
      return [layer.input];
  }
}

/** Shape of what a gradient layer gives. */
export function gradientShape(layer: GradientLayer, input: ActivationShape): ActivationShape {
  const { channels } = layer;
  switch (layer.op) {
    case 'argmax-pool':
    case 'gather-pool':
    case 'average-pool':
      return { height: Math.ceil(input.height / 2), width: Math.ceil(input.width / 2), channels };
    case 'max-unpool':
    case 'average-unpool':
      return { height: layer.height, width: layer.width, channels };
    case 'conv-gradient': {
      const more = layer.padding === 'valid' ? layer.kernelSize - 1 : 0;
      return { height: input.height + more, width: input.width + more, channels };
    }
    case 'class-seed':
    case 'depthwise-gradient':
    case 'relu-gradient':
      return { ...input, channels };
  }
}

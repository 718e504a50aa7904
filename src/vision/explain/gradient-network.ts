/**
 * The whole of an explanation as a network: forward with all that is needed kept, then back from what is explained to the input.
 * Sources: J. Springenberg et al., "Striving for Simplicity: The All Convolutional Net", 2015 (guided backpropagation); R. Selvaraju
 * et al., "Grad-CAM", 2017.
 */
import type { AveragePoolLayer, GradientTarget, ReluGate } from '../engine/gradient-layers.ts';
import {
  inferShapes,
  NETWORK_INPUT,
  type AnyLayer,
  type ConvLayer,
  type Network,
  type SeparableLayer,
} from '../engine/network.ts';
import { recordNetwork } from './record-network.ts';

/** What is explained, and by which rule a gradient passes a ReLU. */
export interface GradientRule {
  readonly target: GradientTarget;
  /** Guided backpropagation; otherwise the gradient itself. */
  readonly guided: boolean;
}

/** A network that explains, and the names of what it gives. */
export interface GradientNetwork {
  /** Its outputs are the four below. */
  readonly network: Network<AnyLayer>;
  /** Gradient with respect to the input, of the input's shape. */
  readonly inputGradient: string;
  /** The classes' maps `[height, width, classes]`; their means are the logits. */
  readonly scores: string;
  /** The last features before the classes' maps, and the gradient with respect to them: what Grad-CAM weighs. */
  readonly features: string;
  readonly featuresGradient: string;
}

/** Layers on the way back, and the gradients they have found so far. */
class WayBack {
  readonly layers: AnyLayer[] = [];
  /** By name of an activation: the layer that gives the gradient with respect to it. */
  readonly #found = new Map<string, string>();
  /** The same for the part that reaches only even rows and columns. */
  readonly #strided = new Map<string, string>();
  readonly #gates: ReadonlyMap<string, ReluGate>;
  readonly #shapes: ReturnType<typeof inferShapes>;

  constructor(recorded: Network<AnyLayer>, guided: boolean) {
    this.#shapes = inferShapes(recorded);
    this.#gates = new Map(
      recorded.layers
        .filter((layer) => 'relu' in layer && layer.relu)
        .map(({ name }) => [name, { activation: name, guided }]),
    );
  }

  /** Name of the gradient with respect to `activation`. */
  of(activation: string): string {
    const name = this.#found.get(activation);
    if (name === undefined) throw new Error(`no gradient has reached ${activation}`);
    return name;
  }

  /** Starts at the classes' maps. */
  seed(scores: string, target: GradientTarget): void {
    const { channels } = this.#shapeOf(scores);
    this.#find(scores, { op: 'class-seed', name: `d ${scores}`, input: scores, channels, target });
  }

  through(layer: AnyLayer): void {
    switch (layer.op) {
      case 'conv':
        return this.#throughConv(layer);
      case 'separable':
        return this.#throughSeparable(layer);
      case 'gather-pool': {
        const gradient = this.of(layer.name);
        const { input, argmax } = layer;
        const unpool = { op: 'max-unpool', name: `d ${input}`, input: gradient, argmax } as const;
        this.#find(input, { ...unpool, ...this.#shapeOf(input) });
        this.#found.set(layer.residual, gradient);
        return;
      }
      case 'average-pool':
        return this.#throughAveragePool(layer);
      case 'argmax-pool':
        return;
      default:
        throw new Error(`${layer.name}: no way back through a ${layer.op} layer is known`);
    }
  }

  #throughConv({ name, input, kernelSize, stride, padding, weights }: ConvLayer): void {
    const { channels } = this.#shapeOf(input);
    const gate = this.#gates.get(input);
    const gradient = `d ${input}${stride === 2 ? ' strided' : gate === undefined ? '' : ' ungated'}`;
    const back = { op: 'conv-gradient', name: gradient, input: this.of(name), channels } as const;
    this.layers.push({ ...back, kernelSize, padding, kernel: weights.kernel });
    if (stride === 2) this.#strided.set(input, gradient);
    else if (gate === undefined) this.#found.set(input, gradient);
    else this.#find(input, { op: 'relu-gradient', name: `d ${input}`, input: gradient, channels, gate });
  }

  #throughAveragePool({ name, input }: AveragePoolLayer): void {
    const gate = this.#gates.get(input);
    if (gate === undefined) throw new Error(`${name}: a mean of what no ReLU gave has no way back here`);
    const unpool = { op: 'average-unpool', name: `d ${input}`, input: this.of(name), gate } as const;
    this.#find(input, { ...unpool, ...this.#shapeOf(input) });
  }

  #throughSeparable({ name, input, weights: { depthwise, pointwise } }: SeparableLayer): void {
    const { channels } = this.#shapeOf(input);
    const filtered = `d ${name} filtered`;
    const back = { op: 'conv-gradient', name: filtered, input: this.of(name), channels } as const;
    this.layers.push({ ...back, kernelSize: 1, padding: 'same', kernel: pointwise });
    const strided = this.#strided.get(input);
    const gate = this.#gates.get(input);
    this.#find(input, {
      op: 'depthwise-gradient',
      name: `d ${input}`,
      input: filtered,
      channels,
      kernel: depthwise,
      ...(strided === undefined ? {} : { strided }),
      ...(gate === undefined ? {} : { gate }),
    });
  }

  #find(activation: string, layer: AnyLayer): void {
    this.layers.push(layer);
    this.#found.set(activation, layer.name);
  }

  #shapeOf(name: string): { readonly height: number; readonly width: number; readonly channels: number } {
    const shape = this.#shapes.get(name);
    if (shape === undefined) throw new Error(`${name} is no activation`);
    return shape;
  }
}

/**
 * Makes the network that explains a classifier.
 *
 * @param classifier one whose last layer is the mean of the classes' maps
 * @throws Error when no way back is known through one of its layers: a bug
 */
export function gradientNetwork(classifier: Network, { target, guided }: GradientRule): GradientNetwork {
  const { layers, scores } = recordNetwork(classifier);
  const recorded: Network<AnyLayer> = { ...classifier, layers, outputs: [scores] };
  const features = layers.find(({ name }) => name === scores)?.input ?? NETWORK_INPUT;
  const back = new WayBack(recorded, guided);
  back.seed(scores, target);
  for (const layer of layers.toReversed()) back.through(layer);
  const inputGradient = back.of(NETWORK_INPUT);
  const featuresGradient = back.of(features);
  const network = {
    name: `${classifier.name} gradient`,
    input: classifier.input,
    layers: [...layers, ...back.layers],
    outputs: [inputGradient, scores, features, featuresGradient],
  };
  return { network, inputGradient, scores, features, featuresGradient };
}

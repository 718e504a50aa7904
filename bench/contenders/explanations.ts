/** What an explanation costs beside the answer it explains: guided backpropagation of one face, and the classifier alone. */
import type { ClassifierName } from '../../src/domain/face.ts';
import type { AnyLayer, Network } from '../../src/vision/engine/network.ts';
import { gradientOfTensorflow } from '../../src/vision/engine/tensorflow.testing.ts';
import { gradientNetwork } from '../../src/vision/explain/gradient-network.ts';
import { recordNetwork } from '../../src/vision/explain/record-network.ts';
import { logitsOf } from '../../src/vision/classifier/load-classifier.ts';
import type { Contender, ReadFile, Subject } from '../measure/contender.ts';
import { checkAgainst, golden, readNetwork, type NetworkAnswer, type NetworkTask } from './networks.ts';
import { oursOnNetwork } from './ours-network.ts';

/** The subject, and the explanation as a network, whose kernels can be timed. */
export interface ExplanationSubject {
  readonly subject: Subject<NetworkAnswer>;
  readonly explanation: FaceTask;
}

/** Gradients differ by a share of their greatest number: they are long sums whose gates may each be a last bit off. */
const TOLERANCE_SHARE = 1e-3;

const CLASSES = 2;

const RULE = { guided: true, target: { kind: 'greatest' } } as const;

/** One face through a network. */
export interface FaceTask extends Omit<NetworkTask<AnyLayer>, 'check'> {
  readonly batch: 1;
}

/** The explanation: its answer is the gradient with respect to the crop. */
function explain(what: string, network: Network, input: Float32Array): FaceTask {
  const explained = gradientNetwork(network, RULE);
  return {
    what,
    network: explained.network,
    batch: 1,
    input,
    answerOf: (outputs) => ({ gradient: outputs.get(explained.inputGradient) ?? new Float32Array() }),
  };
}

/** The classifier as it counts. */
function classify(what: string, network: Network, input: Float32Array): FaceTask {
  const logits = logitsOf(network);
  return {
    what,
    network,
    batch: 1,
    input,
    answerOf: (outputs) => ({ logits: outputs.get(logits) ?? new Float32Array() }),
  };
}

/** Mean of each class's map. */
function meansOf(maps: Float32Array): Float32Array {
  const pixels = maps.length / CLASSES;
  return Float32Array.from(
    { length: CLASSES },
    (_, index) => maps.filter((_value, at) => at % CLASSES === index).reduce((sum, v) => sum + v, 0) / pixels,
  );
}

/** The classifier taken apart, as an explanation runs it on the way there. */
function classifyUnfused(what: string, network: Network, input: Float32Array): FaceTask {
  const { layers, scores } = recordNetwork(network);
  return {
    what,
    network: { ...network, layers, outputs: [scores] },
    batch: 1,
    input,
    answerOf: (outputs) => ({ logits: meansOf(outputs.get(scores) ?? new Float32Array()) }),
  };
}

/**
 * The subject of a classifier; its gradient is checked against TensorFlow.js's own differentiation, its logits against PyTorch's.
 *
 * @param device that the caller owns
 */
export async function explanationSubject(
  device: GPUDevice,
  classifier: ClassifierName,
  readFile: ReadFile,
): Promise<ExplanationSubject> {
  const what = `explanation-${classifier}`;
  const network = await readNetwork(readFile, classifier);
  const { height, width, channels } = network.input;
  const tensor = await golden(readFile, classifier);
  const input = tensor('input').slice(0, height * width * channels);
  const logits = tensor('logits').slice(0, 2);
  const gradient = await gradientOfTensorflow(network, input, RULE);
  const greatest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const explanation = explain(what, network, input);
  const ours = (name: string, task: FaceTask): Contender<NetworkAnswer> => ({
    ...oursOnNetwork(device, task),
    name,
  });
  return {
    subject: {
      what,
      faces: 1,
      contenders: [
        ours('ours', explanation),
        ours('ours, answer alone', classify(what, network, input)),
        ours('ours, answer alone, unfused', classifyUnfused(what, network, input)),
      ],
      check: (answer) =>
        'logits' in answer
          ? checkAgainst({ logits })(answer)
          : checkAgainst({ gradient })(answer, TOLERANCE_SHARE * greatest),
    },
    explanation,
  };
}

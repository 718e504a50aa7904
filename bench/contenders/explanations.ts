/** What an explanation costs beside the answer it explains: guided backpropagation of one face, and the classifier alone. */
import type { ClassifierName } from '../../src/domain/face.ts';
import type { AnyLayer, Network } from '../../src/vision/engine/network.ts';
import { gradientOfTensorflow } from '../../src/vision/engine/tensorflow.testing.ts';
import { networkWork, type Work } from '../../src/vision/engine/work.ts';
import { gradientNetwork } from '../../src/vision/explain/gradient-network.ts';
import { logitsOf } from '../../src/vision/classifier/load-classifier.ts';
import type { Contender, ReadFile, Subject } from '../measure/contender.ts';
import { checkAgainst, golden, readNetwork, type NetworkAnswer, type NetworkTask } from './networks.ts';
import { oursOnNetwork } from './ours-network.ts';

/** The subject, and the least work it can be done with. */
export interface ExplanationSubject {
  readonly subject: Subject<NetworkAnswer>;
  readonly work: Work;
}

/** Gradients differ by a share of their greatest number: they are long sums whose gates may each be a last bit off. */
const TOLERANCE_SHARE = 1e-3;

const RULE = { guided: true, target: { kind: 'greatest' } } as const;

/** One face through a network, with a name for each of its outputs that counts. */
function taskOn(
  what: string,
  network: Network<AnyLayer>,
  input: Float32Array,
  names: Readonly<Record<string, string>>,
): Omit<NetworkTask<AnyLayer>, 'check'> {
  const answerOf: NetworkTask['answerOf'] = (outputs) =>
    Object.fromEntries(
      Object.entries(names).map(([name, output]) => [name, outputs.get(output) ?? new Float32Array()]),
    );
  return { what, network, batch: 1, input, answerOf };
}

/**
 * The subject of a classifier; its gradient is checked against TensorFlow.js's own differentiation, its logits against PyTorch's.
 *
 * @param device that the caller owns
 */
export async function explanationSubject(
  device: GPUDevice,
  name: ClassifierName,
  readFile: ReadFile,
): Promise<ExplanationSubject> {
  const what = `explanation-${name}`;
  const network = await readNetwork(readFile, name);
  const { height, width, channels } = network.input;
  const tensor = await golden(readFile, name);
  const input = tensor('input').slice(0, height * width * channels);
  const logits = tensor('logits').slice(0, 2);
  const gradient = await gradientOfTensorflow(network, input, RULE);
  const greatest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const explained = gradientNetwork(network, RULE);
  const ours = (as: string, task: ReturnType<typeof taskOn>): Contender<NetworkAnswer> => ({
    ...oursOnNetwork(device, task),
    name: as,
  });
  const alone = networkWork(network, 1);
  return {
    subject: {
      what,
      faces: 1,
      contenders: [
        ours('ours', taskOn(what, explained.network, input, { gradient: explained.inputGradient })),
        ours('ours, answer alone', taskOn(what, network, input, { logits: logitsOf(network) })),
      ],
      check: (answer) =>
        'logits' in answer
          ? checkAgainst({ logits })(answer)
          : checkAgainst({ gradient })(answer, TOLERANCE_SHARE * greatest),
    },
    // As much again on the way back as on the way there.
    work: { multiplyAdds: 2 * alone.multiplyAdds, bytes: alone.bytes },
  };
}

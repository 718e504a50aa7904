/** The networks as they ship, and what other implementations gave for them. */
import fullRangeUrl from '@mediapipe/face_detection/face_detection_full_range.tflite?url';
import shortRangeUrl from '@mediapipe/face_detection/face_detection_short_range.tflite?url';
import cnnUrl from '../../../public/models/cnn-9layer.safetensors?url';
import miniXceptionUrl from '../../../public/models/mini-xception.safetensors?url';
import { cnn9Layer } from '../classifier/cnn-9layer.ts';
import { miniXception } from '../classifier/mini-xception.ts';
import { blazeFace, type Detector } from '../detector/blaze-face.ts';
import { blazeFaceWeights } from '../detector/tflite-weights.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import { takeTensor } from '../weights/tensor.ts';
import { readTflite } from '../weights/tflite.ts';
import type { Network } from './network.ts';

export { default as cnnGoldenUrl } from '../../../fixtures/goldens/cnn-9layer.safetensors?url';
export { default as miniXceptionGoldenUrl } from '../../../fixtures/goldens/mini-xception.safetensors?url';

async function bytesOf(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

/** The tensors of a golden, by name. */
export async function goldenOf(url: string): Promise<(name: string) => Float32Array> {
  const tensors = readSafetensors('golden', await bytesOf(url));
  return (name) => takeTensor('golden', tensors, name, tensors.get(name)?.shape ?? []);
}

/** The second classifier. */
export async function loadCnn(): Promise<Network> {
  const tensors = readSafetensors('cnn-9layer', await bytesOf(cnnUrl));
  return cnn9Layer((name, shape) => takeTensor('cnn-9layer', tensors, name, shape), 1e-3);
}

/** The classifier that counts. */
export async function loadMiniXception(): Promise<Network> {
  const tensors = readSafetensors('mini-xception', await bytesOf(miniXceptionUrl));
  return miniXception((name, shape) => takeTensor('mini-xception', tensors, name, shape), 1e-3);
}

/** A shipped detector. */
export async function loadBlazeFace(range: 'short' | 'full'): Promise<Detector> {
  const url = { short: shortRangeUrl, full: fullRangeUrl }[range];
  return blazeFace(range, blazeFaceWeights(range, readTflite(range, await bytesOf(url))));
}

/** Probability of `man` for each pair of logits. */
export function manProbabilities(logits: Float32Array): number[] {
  return Array.from({ length: logits.length / 2 }, (_, face) => {
    const [woman = NaN, man = NaN] = logits.subarray(2 * face);
    return 1 / (1 + Math.exp(woman - man));
  });
}

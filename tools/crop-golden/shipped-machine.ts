import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/repository.ts';
import { GRID, PATTERNS } from '../../src/classical/local-binary-patterns.ts';
import { readSafetensors } from '../../src/vision/weights/safetensors.ts';
import { takeTensor } from '../../src/vision/weights/tensor.ts';

const FILE = 'public/models/lbp-svm.safetensors';

/** The classical classifier that ships. */
export function readShippedMachine(): { readonly weights: Float32Array; readonly bias: number } {
  const tensors = readSafetensors(FILE, new Uint8Array(readFileSync(join(root, FILE))));
  const [bias = Number.NaN] = takeTensor(FILE, tensors, 'svm/bias', [1]);
  return { weights: takeTensor(FILE, tensors, 'svm/weights', [GRID, GRID, PATTERNS]), bias };
}

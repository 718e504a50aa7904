/**
 * Writes the known answers of the crop rule and of the classical classifier; to be run when either changes:
 * `npx tsx tools/crop-golden/write-crop-golden.ts`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/repository.ts';
import { safetensorsFile } from '../../src/vision/weights/files.testing.ts';
import { CLASSICAL_GOLDEN_PATH, classicalGolden } from './classical-golden.ts';
import { CROP_GOLDEN_PATH, cropGolden, type GoldenTensor } from './crop-golden.ts';
import { readShippedMachine } from './shipped-machine.ts';

function write(path: string, tensors: ReadonlyMap<string, GoldenTensor>): void {
  const header: Record<string, unknown> = {};
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
    parts.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    offset += data.byteLength;
  }
  writeFileSync(join(root, path), safetensorsFile(header, Buffer.concat(parts)));
}

const { weights, bias } = readShippedMachine();
write(CROP_GOLDEN_PATH, cropGolden());
write(CLASSICAL_GOLDEN_PATH, classicalGolden(weights, bias));

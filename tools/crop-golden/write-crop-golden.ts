/** Writes the known answers of the crop rule; to be run when the rule changes: `npx tsx tools/crop-golden/write-crop-golden.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/repository.ts';
import { safetensorsFile } from '../../src/vision/weights/files.testing.ts';
import { CROP_GOLDEN_PATH, cropGolden } from './crop-golden.ts';

const header: Record<string, unknown> = {};
const parts: Uint8Array[] = [];
let offset = 0;
for (const [name, { shape, data }] of cropGolden()) {
  header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
  parts.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  offset += data.byteLength;
}
writeFileSync(join(root, CROP_GOLDEN_PATH), safetensorsFile(header, Buffer.concat(parts)));

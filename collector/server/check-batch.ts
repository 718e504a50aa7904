import { Ajv } from 'ajv';
import type { Batch } from '../../src/domain/batch.ts';
import { findBreach } from './batch-rules.ts';
import { describeInvalid, type Invalid } from './invalid-body.ts';
import { BATCH } from './schemas.ts';

/** With the same switches as the server's own: what does not fit is refused, never bent until it fits. */
const isBatch = new Ajv({ verbose: true }).compile<Batch>(BATCH);

/** What is wrong with a batch that did not come over HTTP, by the same rules; undefined when nothing is. */
export function checkBatch(batch: unknown): Invalid | undefined {
  return isBatch(batch) ? findBreach(batch) : describeInvalid(isBatch.errors ?? []);
}

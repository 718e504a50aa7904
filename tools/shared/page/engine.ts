import type { DetectorRange, Tier } from '../../../src/domain/face.ts';
import { createVisionClient, isVisionFault, type VisionClient } from '../../../src/vision/client.ts';

/** Starts the kiosk's engine on one tier. Throws an Error in plain words when it does not start, or only on another tier. */
export async function startEngine(range: DetectorRange, tier: Tier): Promise<VisionClient> {
  // A loss while running also comes back from `analyse`, which is where it is reported.
  const client = await createVisionClient({ range, tier }, () => undefined);
  if (isVisionFault(client)) throw new Error(client.message);
  const { report, dispose } = client;
  if (report.tier === tier) return client;
  dispose();
  // A figure of another tier would pass for one of this.
  throw new Error(
    `${tier} does not run here: ${report.passedOver.find((other) => other.tier === tier)?.reason}`,
  );
}

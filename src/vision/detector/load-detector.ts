import fullRangeUrl from '@mediapipe/face_detection/face_detection_full_range.tflite?url';
import shortRangeUrl from '@mediapipe/face_detection/face_detection_short_range.tflite?url';
import type { DetectorRange } from '../../domain/face.ts';
import { fetchFile } from '../weights/fetch-file.ts';
import { readTflite } from '../weights/tflite.ts';
import { blazeFace, type Detector } from './blaze-face.ts';
import { blazeFaceWeights } from './tflite-weights.ts';

const URLS: Record<DetectorRange, string> = { short: shortRangeUrl, full: fullRangeUrl };

/**
 * Loads the detector of a range.
 *
 * @param baseUrl where the app is served
 * @throws WeightsError naming file, tensor, expected and found
 */
export async function loadDetector(range: DetectorRange, baseUrl: string): Promise<Detector> {
  const file = `face_detection_${range}_range.tflite`;
  const tensors = readTflite(file, await fetchFile(new URL(URLS[range], baseUrl).href));
  return blazeFace(range, blazeFaceWeights(file, tensors));
}

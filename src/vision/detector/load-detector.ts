import fullRangeUrl from '@mediapipe/face_detection/face_detection_full_range.tflite?url';
import shortRangeUrl from '@mediapipe/face_detection/face_detection_short_range.tflite?url';
import type { DetectorRange } from '../../domain/face.ts';
import { fetchFile } from '../weights/fetch-file.ts';
import { readTflite } from '../weights/tflite.ts';
import { blazeFace, type Detector } from './blaze-face.ts';
import { blazeFaceWeights } from './tflite-weights.ts';

const FILES: Record<DetectorRange, { readonly name: string; readonly url: string }> = {
  short: { name: 'face_detection_short_range.tflite', url: shortRangeUrl },
  full: { name: 'face_detection_full_range.tflite', url: fullRangeUrl },
  far: { name: 'face_detection_full_range.tflite', url: fullRangeUrl },
};

/**
 * Loads the detector of a range.
 *
 * @param baseUrl where the app is served
 * @throws WeightsError naming file, tensor, expected and found
 */
export async function loadDetector(range: DetectorRange, baseUrl: string): Promise<Detector> {
  const { name, url } = FILES[range];
  const tensors = readTflite(name, await fetchFile(new URL(url, baseUrl).href));
  return blazeFace(range, blazeFaceWeights(name, tensors));
}

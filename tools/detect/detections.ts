/** The file in which `detect` says where faces are, which `training/` reads. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { bad, good, messageOf, type Outcome } from '../command-line.ts';
import type { DetectedPicture } from './page/messages.ts';

const COLUMNS =
  'file,width,height,score,box_x,box_y,box_width,box_height,right_eye_x,right_eye_y,left_eye_x,left_eye_y'.split(
    ',',
  );

/** First line of the file. */
export const DETECTIONS_HEADER = `${COLUMNS.join(',')}\n`;

/** Lines for pictures: one for each face, or one without numbers. */
export function detectionLines(pictures: readonly DetectedPicture[]): string {
  const rows = pictures.flatMap(({ file, width, height, faces }) => {
    if (faces.length === 0) return [[file, width, height, ...COLUMNS.slice(3).map(() => '')]];
    return faces.map(({ score, box, rightEye, leftEye }) => [
      file,
      width,
      height,
      score.toFixed(4),
      ...[...box, ...rightEye, ...leftEye].map((value) => value.toFixed(3)),
    ]);
  });
  return stringify(rows);
}

/** Files that `text`, a file of detections, already has; `path` names it in errors. */
export function detectedFiles(text: string, path: string): Outcome<ReadonlySet<string>> {
  if (!text.startsWith(DETECTIONS_HEADER))
    return bad(`${path} is there and is no file of detections; name another one, or delete it`);
  try {
    const rows = parse(text, { columns: true }) as unknown as { file: string }[];
    return good(new Set(rows.map(({ file }) => file)));
  } catch (thrown) {
    // csv-parse throws on lines that were cut off.
    return bad(`${path} is damaged (${messageOf(thrown)}); delete it to begin anew`);
  }
}

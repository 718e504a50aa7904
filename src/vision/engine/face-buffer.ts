/**
 * The faces of one frame as they lie in GPU memory: written by suppression, read by the crops and by the readback.
 * Layout: header (count, 3 unused) of u32, then 20 f32 a face: x, y, width, height, score, 6 keypoints (x, y), 3 unused; frame pixels.
 */

/** Words before the first face. */
const HEADER_WORDS = 4;
/** Numbers a face takes. */
const FACE_FLOATS = 20;
const KEYPOINTS = 6;

/** A face as the GPU wrote it, in frame pixels. */
export interface RawFace {
  readonly box: readonly [x: number, y: number, width: number, height: number];
  /** 0 to 1. */
  readonly score: number;
  /** Six points: right eye, left eye, nose tip, mouth centre, right ear, left ear. */
  readonly keypoints: readonly (readonly [x: number, y: number])[];
}

/** Bytes of a buffer with room for `maxFaces`. */
export function facesBytes(maxFaces: number): number {
  return 4 * (HEADER_WORDS + maxFaces * FACE_FLOATS);
}

/** The faces in a buffer that suppression wrote. */
export function readFaces(bytes: ArrayBuffer): RawFace[] {
  const [count = 0] = new Uint32Array(bytes, 0, 1);
  const values = new Float32Array(bytes, 4 * HEADER_WORDS);
  return Array.from({ length: count }, (_, face) => {
    const [x = 0, y = 0, width = 0, height = 0, score = 0, ...rest] = values.subarray(
      face * FACE_FLOATS,
      (face + 1) * FACE_FLOATS,
    );
    const keypoints = Array.from(
      { length: KEYPOINTS },
      (_keypoint, index) => [rest[2 * index] ?? 0, rest[2 * index + 1] ?? 0] as const,
    );
    return { box: [x, y, width, height], score, keypoints };
  });
}

/** The inverse of `readFaces`, with room for `maxFaces`. */
export function writeFaces(faces: readonly RawFace[], maxFaces: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(facesBytes(maxFaces) / 4);
  words[0] = faces.length;
  const values = new Float32Array(words.buffer, 4 * HEADER_WORDS);
  faces.forEach(({ box, score, keypoints }, face) =>
    values.set([...box, score, ...keypoints.flat()], face * FACE_FLOATS),
  );
  return words;
}

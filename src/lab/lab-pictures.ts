/** The Lab's pictures: canvases that are drawn anew with each explanation and never leave memory. */
import type { Explanation } from '../domain/explanation.ts';
import { CROP_SIDE_OVER_BOX, type Face } from '../domain/face.ts';
import { centreOf } from '../domain/geometry.ts';
import { classMapPixels, gradCam, gradientPixels } from './saliency.ts';

/** Side of the face's picture in its own pixels. */
const FACE_SIDE = 192;

/** One canvas for each picture. */
export interface LabPictures {
  readonly face: HTMLCanvasElement;
  readonly gradient: HTMLCanvasElement;
  readonly classMap: HTMLCanvasElement;
  readonly draw: (frame: ImageBitmap, face: Face, explanation: Explanation) => void;
}

function createCanvas(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = FACE_SIDE;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser gives no 2d canvas');
  return context;
}

/** Turned until the eyes are level, as the classifier's crop; in colour, since a person looks at it. */
function drawFace(context: CanvasRenderingContext2D, frame: ImageBitmap, { box, keypoints }: Face): void {
  const [rightEye, leftEye] = keypoints;
  const angleRad =
    rightEye === undefined || leftEye === undefined
      ? 0
      : Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x);
  const centre = centreOf(box);
  const scale = FACE_SIDE / (CROP_SIDE_OVER_BOX * Math.max(box.width, box.height));
  context.resetTransform();
  context.clearRect(0, 0, FACE_SIDE, FACE_SIDE);
  context.translate(FACE_SIDE / 2, FACE_SIDE / 2);
  context.scale(scale, scale);
  context.rotate(-angleRad);
  context.drawImage(frame, -centre.x, -centre.y);
  context.resetTransform();
}

/** Puts pixels into a small canvas, so that it can be drawn at another size. */
function toCanvas(pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas;
}

function fill(context: CanvasRenderingContext2D, picture: CanvasImageSource): void {
  context.drawImage(picture, 0, 0, FACE_SIDE, FACE_SIDE);
}

/** Makes the canvases. */
export function createLabPictures(): LabPictures {
  const [face, gradient, classMap] = [createCanvas(), createCanvas(), createCanvas()];
  // Pixels of the gradient are pixels of the crop: they must look like what they are.
  gradient.imageSmoothingEnabled = false;
  return {
    face: face.canvas,
    gradient: gradient.canvas,
    classMap: classMap.canvas,
    draw(frame, shown, { inputGradient, features, featuresGradient }) {
      drawFace(face, frame, shown);
      fill(gradient, toCanvas(gradientPixels(inputGradient), inputGradient.width, inputGradient.height));
      fill(classMap, face.canvas);
      const shares = gradCam(features, featuresGradient);
      fill(classMap, toCanvas(classMapPixels(shares), features.width, features.height));
    },
  };
}

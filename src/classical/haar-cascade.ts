/** OpenCV's face detector of 2001: P. Viola, M. Jones, "Rapid Object Detection using a Boosted Cascade of Simple Features". */
import { framePx, type FrameBox } from '../domain/geometry.ts';
import type { FramePixels } from '../vision/fallback/frame-pixels.ts';
import { fetchFile } from '../vision/weights/fetch-file.ts';
import type { OpenCv } from './opencv.ts';

const CASCADE = 'haarcascade_frontalface_default.xml';
/** Longer side of the picture that is searched, pixels: twice as many take four times as long. */
const LONGEST_SIDE_PX = 640;
/** Each step of the search looks for faces so much larger. */
const SCALE_STEP = 1.1;
/** A face must be found so many times, at places and sizes close by. */
const LEAST_NEIGHBOURS = 4;
/** Side of the cascade's own window: it knows no smaller faces. */
const LEAST_FACE_PX = 24;

/** Finds faces, upright and from the front. Whoever has it must dispose of it. */
export interface FaceFinder {
  readonly find: (frame: FramePixels) => readonly FrameBox[];
  readonly dispose: () => void;
}

type Mat = InstanceType<OpenCv['Mat']>;

/** Grey, and reduced where it is large; the caller deletes it. */
function searchedPicture(cv: OpenCv, { width, height, data }: FramePixels): { grey: Mat; scale: number } {
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(width, height));
  const colour = new cv.Mat(height, width, cv.CV_8UC4);
  const grey = new cv.Mat();
  colour.data.set(data);
  cv.cvtColor(colour, grey, cv.COLOR_RGBA2GRAY);
  colour.delete();
  if (scale < 1) {
    const size = new cv.Size(Math.round(width * scale), Math.round(height * scale));
    cv.resize(grey, grey, size, 0, 0, cv.INTER_AREA);
  }
  return { grey, scale };
}

/**
 * Loads the cascade into OpenCV.
 *
 * @throws WeightsError when the server does not give it; Error when OpenCV does not take it
 */
export async function loadFaceFinder(cv: OpenCv, baseUrl: string): Promise<FaceFinder> {
  const file = await fetchFile(new URL(`models/${CASCADE}`, baseUrl).href);
  cv.FS_createDataFile('/', CASCADE, file, true, false, false);
  const cascade = new cv.CascadeClassifier();
  cascade.load(CASCADE);
  if (cascade.empty()) throw new Error(`OpenCV finds no cascade in ${CASCADE}. Reload the page.`);
  return {
    find(frame) {
      const { grey, scale } = searchedPicture(cv, frame);
      const found = new cv.RectVector();
      const least = new cv.Size(LEAST_FACE_PX, LEAST_FACE_PX);
      cascade.detectMultiScale(grey, found, SCALE_STEP, LEAST_NEIGHBOURS, 0, least, new cv.Size(0, 0));
      const boxes = Array.from({ length: found.size() }, (_, index) => {
        const { x, y, width, height } = found.get(index);
        return {
          x: framePx(x / scale),
          y: framePx(y / scale),
          width: framePx(width / scale),
          height: framePx(height / scale),
        };
      });
      grey.delete();
      found.delete();
      return boxes;
    },
    dispose: () => cascade.delete(),
  };
}

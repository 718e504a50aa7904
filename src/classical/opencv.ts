/** OpenCV's WebAssembly. Eight megabytes: to be imported only when somebody wants it. */
import cv from '@techstark/opencv-js';

/** OpenCV with all that it offers. */
export type OpenCv = typeof cv;

/** Waits until it is compiled. In a box, since OpenCV has a `then` of its own, which would never end a promise. */
export function startOpenCv(): Promise<{ readonly cv: OpenCv }> {
  return new Promise((resolve, reject) => {
    const ready = (): void => resolve({ cv });
    if ('Mat' in cv) ready();
    else
      Object.assign(cv, {
        onRuntimeInitialized: ready,
        onAbort: (reason: unknown) => reject(new Error(`OpenCV did not start: ${String(reason)}`)),
      });
  });
}

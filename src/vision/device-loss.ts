/** A device and the one word of its loss or failure; a device that was given up on purpose is not lost. */
export interface WatchedDevice {
  /** Resolves with a sentence when the device is lost or fails. */
  readonly lost: Promise<string>;
  /** Gives the device up. */
  readonly destroy: () => void;
}

/** Watches a device from now on. */
export function watchDevice(device: GPUDevice): WatchedDevice {
  let givenUp = false;
  const lost = new Promise<string>((resolve) => {
    void device.lost.then(({ message }) => {
      if (!givenUp) resolve(`The graphics device was lost: ${message}`);
    });
    // What failed out of sight (memory ran out, a buffer is not valid) leaves old bytes where results should be.
    device.addEventListener('uncapturederror', ({ error }) => {
      if (!givenUp) resolve(`The graphics device failed: ${error.message}`);
    });
  });
  return {
    lost,
    destroy() {
      givenUp = true;
      device.destroy();
    },
  };
}

/**
 * Computes while the device is there, and rejects with its word from then on. What is under way at a loss is refused too, since its
 * numbers may be those of before.
 *
 * @param lost as `WatchedDevice` has it
 */
export function whileThere<Given extends unknown[], Result>(
  lost: Promise<string>,
  compute: (...given: Given) => Promise<Result>,
): (...given: Given) => Promise<Result> {
  let word: string | undefined;
  void lost.then((message) => (word = message));
  const requireDevice = (): void => {
    if (word !== undefined) throw new Error(word);
  };
  return async (...given) => {
    requireDevice();
    const result = await compute(...given);
    requireDevice();
    return result;
  };
}

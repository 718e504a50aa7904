/** A picture on the CPU side, for twins and tests: rows of red, green, blue, alpha, 0 to 255. */

/** `data` holds `height * width * 4` numbers. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Red, green and blue, 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A picture filled by `value(x, y)`: red, green and blue, 0 to 255; opaque. */
export function createPicture(
  width: number,
  height: number,
  value: (x: number, y: number) => readonly [red: number, green: number, blue: number],
): Picture {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set([...value(x, y), 255], (y * width + x) * 4);
  return { width, height, data };
}

/** One pixel; beyond the picture its edge is replicated. */
export function pixelAt({ width, height, data }: Picture, x: number, y: number): Rgb {
  const column = Math.min(Math.max(x, 0), width - 1);
  const row = Math.min(Math.max(y, 0), height - 1);
  const [red = NaN, green = NaN, blue = NaN] = data.subarray((row * width + column) * 4);
  return [red / 255, green / 255, blue / 255];
}

/** Between pixels, bilinear; pixel (0, 0) has its centre at (0.5, 0.5). Beyond the picture its edge is replicated. */
export function sampleBilinear(picture: Picture, x: number, y: number): Rgb {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  const right = x - 0.5 - left;
  const down = y - 0.5 - top;
  return mix(
    mix(pixelAt(picture, left, top), pixelAt(picture, left + 1, top), right),
    mix(pixelAt(picture, left, top + 1), pixelAt(picture, left + 1, top + 1), right),
    down,
  );
}

function mix(a: Rgb, b: Rgb, weight: number): Rgb {
  return [
    a[0] * (1 - weight) + b[0] * weight,
    a[1] * (1 - weight) + b[1] * weight,
    a[2] * (1 - weight) + b[2] * weight,
  ];
}

/** Mean of `taps` x `taps` samples at the centres of equal parts of the unit square. */
export function meanOverSquare(taps: number, sample: (x: number, y: number) => Rgb): Rgb {
  const samples = Array.from({ length: taps * taps }, (_, index) =>
    sample(((index % taps) + 0.5) / taps, (Math.floor(index / taps) + 0.5) / taps),
  );
  const mean = (channel: 0 | 1 | 2): number =>
    samples.reduce((sum, rgb) => sum + rgb[channel], 0) / samples.length;
  return [mean(0), mean(1), mean(2)];
}

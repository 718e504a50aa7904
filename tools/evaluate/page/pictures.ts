/** How many pictures are fetched and decoded before they are asked for. */
const AHEAD = 16;

async function decode(baseUrl: string, file: string): Promise<ImageBitmap> {
  const address = baseUrl + file.split('/').map(encodeURIComponent).join('/');
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${file} cannot be read`);
  try {
    return await createImageBitmap(await response.blob(), { colorSpaceConversion: 'none' });
  } catch {
    // The browser's message names neither the file nor the reason.
    throw new Error(`${file} is not a picture this Chromium can decode`);
  }
}

/** Yields the pictures in order, a few decoded ahead; whoever takes one closes it. Throws an Error naming a bad file. */
export async function* readPictures(
  baseUrl: string,
  files: readonly string[],
): AsyncGenerator<{ file: string; picture: ImageBitmap }> {
  const waiting: Promise<ImageBitmap>[] = [];
  const start = (index: number): void => {
    const file = files[index];
    if (file === undefined) return;
    const decoding = decode(baseUrl, file);
    // Reported when its turn comes; until then it must not count as unhandled.
    decoding.catch(() => undefined);
    waiting.push(decoding);
  };
  for (let index = 0; index < AHEAD; index++) start(index);
  for (const [index, file] of files.entries()) {
    const picture = await waiting.shift();
    start(index + AHEAD);
    if (picture !== undefined) yield { file, picture };
  }
}

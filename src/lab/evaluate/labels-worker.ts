/** Reads one metadata file away from the page: hundreds of thousands of rows take seconds. */
import { bad, messageOf, type Outcome } from '../../domain/outcome.ts';
import type { LabelledPicture, Selection } from '../../evaluation/metadata/labelled-picture.ts';
import { readMetadata, type MetadataAsked } from '../../evaluation/metadata/read-metadata.ts';

/** What is read. */
export interface LabelsRequest extends MetadataAsked {
  readonly content: Blob;
}

/** On the way to the end: how far it is, then all pictures in parts. */
export type LabelsAnswer =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'pictures'; readonly pictures: readonly LabelledPicture[] }
  | { readonly type: 'end'; readonly rows: number; readonly dropped: Selection['dropped'] }
  | { readonly type: 'bad'; readonly message: string };

/** A message of so many pictures takes the page a few milliseconds. */
const PICTURES_A_MESSAGE = 4096;

const post = (answer: LabelsAnswer): void => postMessage(answer);

async function read({ content, ...asked }: LabelsRequest): Promise<Outcome<Selection>> {
  try {
    const bytes = new Uint8Array(await content.arrayBuffer());
    return await readMetadata(bytes, asked, {
      onProgress: (done, total) => post({ type: 'progress', done, total }),
    });
  } catch (thrown) {
    // The file went away since it was chosen, or is larger than the browser's memory.
    return bad(`${asked.file} cannot be read: ${messageOf(thrown)}`);
  }
}

addEventListener('message', async ({ data }: MessageEvent<LabelsRequest>) => {
  const selection = await read(data);
  if (!selection.ok) return post({ type: 'bad', message: selection.message });
  const { pictures, rows, dropped } = selection.value;
  for (let from = 0; from < pictures.length; from += PICTURES_A_MESSAGE)
    post({ type: 'pictures', pictures: pictures.slice(from, from + PICTURES_A_MESSAGE) });
  post({ type: 'end', rows, dropped });
});

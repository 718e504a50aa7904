/** Labels from metadata of any kind that is a file. */
import type { MetadataFileFormat } from '../../domain/metadata-format.ts';
import { bad, good, type Outcome } from '../../domain/outcome.ts';
import { readCsv } from './csv.ts';
import { readImdbWiki, type FaceScoreFilter } from './imdb-wiki.ts';
import { DROP_REASONS, type DropReason, type Selection } from './labelled-picture.ts';
import type { ReadingControl } from './reading-control.ts';

/** A metadata file and what is wanted of it. */
export interface MetadataAsked {
  readonly format: MetadataFileFormat;
  /** Its name, for errors. */
  readonly file: string;
  readonly filter: FaceScoreFilter;
}

/** Reads a metadata file; errors name file, place, what was expected and what was found. */
export async function readMetadata(
  bytes: Uint8Array,
  { format, file, filter }: MetadataAsked,
  control: ReadingControl,
): Promise<Outcome<Selection>> {
  if (format === 'csv') return readCsv(new TextDecoder().decode(bytes), file);
  return readImdbWiki(bytes, file, format, filter, control);
}

/** The selection, or bad where it has no picture; `where` names the file or folder that it is of. */
export function requireSome(selection: Selection, where: string): Outcome<Selection> {
  const { rows, dropped, pictures } = selection;
  if (pictures.length > 0) return good(selection);
  const counts = Object.entries(dropped).map(
    ([reason, count]) => `${count} ${DROP_REASONS[reason as DropReason]}`,
  );
  return bad(`${where}: none of ${rows} rows can be used (${counts.join(', ') || 'there are none'})`);
}

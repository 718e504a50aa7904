/** Kinds of metadata that say who is on pictures. */
export const METADATA_FORMATS = ['imdb', 'wiki', 'utkface', 'csv'] as const;

/** Which kind of metadata; `utkface` has no file, since the names of the pictures say it. */
export type MetadataFormat = (typeof METADATA_FORMATS)[number];

/** A kind that is a file. */
export type MetadataFileFormat = Exclude<MetadataFormat, 'utkface'>;

/** The kind that a metadata file's name suggests. */
export function formatOfName(name: string): MetadataFileFormat {
  if (!/\.mat$/i.test(name)) return 'csv';
  return /wiki[^/]*$/i.test(name) ? 'wiki' : 'imdb';
}

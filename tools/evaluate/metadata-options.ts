import { formatOfName, METADATA_FORMATS, type MetadataFormat } from '../../src/domain/metadata-format.ts';
import { FILTER_OF_THE_LITERATURE, type FaceScoreFilter } from '../../src/evaluation/metadata/imdb-wiki.ts';
import { bad, good, type Outcome } from '../command-line.ts';

/** Where the labels come from, and which faces count. */
export interface MetadataOptions {
  readonly format: MetadataFormat;
  /** Path of the metadata file; '' where the labels are in the names of the pictures. */
  readonly meta: string;
  readonly filter: FaceScoreFilter;
}

/** What `parseArgs` makes of the options that belong to metadata. */
export const METADATA_OPTIONS = {
  meta: { type: 'string' },
  format: { type: 'string' },
  'face-score-above': { type: 'string' },
  'second-face-score-up-to': { type: 'string' },
} as const;

type Given = Readonly<{ [Name in keyof typeof METADATA_OPTIONS]?: string | undefined }>;

function formatOf({ format, meta = '' }: Given): MetadataFormat | undefined {
  return format === undefined ? formatOfName(meta) : METADATA_FORMATS.find((known) => known === format);
}

function readScore(name: keyof Given, given: Given): Outcome<number | undefined> {
  const text = given[name];
  if (text === undefined) return good(undefined);
  return text.trim() !== '' && Number.isFinite(Number(text))
    ? good(Number(text))
    : bad(`--${name} is a number, not "${text}"`);
}

/** Reads the options that say where the labels are. */
export function readMetadataOptions(given: Given): Outcome<MetadataOptions> {
  const format = formatOf(given);
  if (format === undefined)
    return bad(`--format is one of ${METADATA_FORMATS.join(', ')}, not "${given.format}"`);
  const { meta = '' } = given;
  if (format === 'utkface' && meta !== '')
    return bad('utkface has its labels in the names of the pictures: leave out --meta');
  if (format !== 'utkface' && meta === '')
    return bad('name both --images DIR and --meta FILE; --help shows the rest');
  const above = readScore('face-score-above', given);
  if (!above.ok) return above;
  const second = readScore('second-face-score-up-to', given);
  if (!second.ok) return second;
  const filter = {
    faceScoreAbove: above.value ?? FILTER_OF_THE_LITERATURE.faceScoreAbove,
    ...(second.value === undefined ? {} : { secondFaceScoreUpTo: second.value }),
  };
  return good({ format, meta, filter });
}

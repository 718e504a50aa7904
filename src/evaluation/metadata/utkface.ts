/** Metadata of UTKFace (Zhang, Song, Qi 2017): it is in the names of the pictures, `age_gender_race_date.jpg`. */
import {
  isAge,
  SelectionBuilder,
  type DropReason,
  type LabelledPicture,
  type Selection,
} from './labelled-picture.ts';

/** In the order of the data set's numbers. */
const GROUPS = ['white', 'black', 'asian', 'indian', 'other'];
const PICTURE = /\.(jpe?g|png|webp)$/i;
const NAME = /^(\d{1,3})_([01])_([0-4])_(\d+)\./;

function pictureOf(file: string): LabelledPicture | DropReason {
  if (!PICTURE.test(file)) return 'kind';
  const [, age, gender, race] = NAME.exec(file.slice(file.lastIndexOf('/') + 1)) ?? [];
  const group = GROUPS[Number(race)];
  if (group === undefined) return 'name';
  if (!isAge(Number(age))) return 'age';
  return { file, label: gender === '0' ? 'man' : 'woman', age: Number(age), group };
}

/** Reads labels out of file names; folders before a name may be anything. */
export function readUtkface(files: Iterable<string>): Selection {
  const selection = new SelectionBuilder();
  for (const file of files) selection.add(pictureOf(file));
  return selection.build();
}

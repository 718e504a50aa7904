/** The form: which pictures, which labels, which models. */
import { html, nothing, type TemplateResult } from 'lit';
import { MODELS, type DetectorRange, type ModelName } from '../../../domain/face.ts';
import type { EvaluationState, FolderSource } from '../../../state/evaluation-state.ts';
import { formatCountOf } from '../../format.ts';
import { radio } from '../../radio.ts';
import type { Choices } from './choices.ts';
import { METADATA_FILES, WEIGHTS_FILES } from './dropped.ts';

/** What the form tells whoever shows it. */
export interface FormActions {
  readonly change: (change: Partial<Choices>) => void;
  readonly choosePictures: (from: FolderSource) => void;
}

/** The file of an input, which forgets it: the same file chosen again must be a change again. */
function takeFiles(event: Event): readonly File[] {
  const input = event.target as HTMLInputElement;
  const files = [...(input.files ?? [])];
  input.value = '';
  return files;
}

function folderWords({ folder }: EvaluationState): string {
  if (folder === undefined) return 'None chosen yet. A folder can also be dropped here, and so can files.';
  if (folder.status === 'reading')
    return `Looking through the folder: ${formatCountOf(folder.files, 'file')}…`;
  return `${folder.name}: ${formatCountOf(folder.files, 'file')}`;
}

function pictures(state: EvaluationState, choices: Choices, actions: FormActions): TemplateResult {
  const choose = (event: Event): void => {
    const files = takeFiles(event);
    if (files.length > 0) actions.choosePictures({ files });
  };
  return html`<fieldset>
    <legend>Pictures</legend>
    <label class="button file">
      Choose a folder
      <input type="file" webkitdirectory multiple @change=${choose} aria-describedby="folder" />
    </label>
    <p id="folder" class="quiet chosen">${folderWords(state)}</p>
    ${radio(
      {
        name: 'crops',
        value: 'whole',
        title: 'Whole pictures',
        words: 'The kiosk looks for the face, as at the entrance',
        checked: !choices.crops,
      },
      () => actions.change({ crops: false }),
    )}
    ${radio(
      {
        name: 'crops',
        value: 'crops',
        title: 'Aligned crops',
        words: 'Square, eyes level, 1.3 times the detector’s box',
        checked: choices.crops,
      },
      () => actions.change({ crops: true }),
    )}
    ${choices.crops ? nothing : rangeSelect(choices, actions)}
  </fieldset>`;
}

const RANGES: readonly (readonly [DetectorRange, string])[] = [
  ['short', 'Short: faces within about 2 m'],
  ['full', 'Full: people a few metres away'],
  ['far', 'Far: small faces too'],
];

function rangeSelect({ range }: Choices, { change }: FormActions): TemplateResult {
  const choose = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    change({ range: RANGES.find(([known]) => known === value)?.[0] ?? range });
  };
  return html`<label class="field">
    How far the detector looks
    <select class="button" @change=${choose}>
      ${RANGES.map(
        ([value, words]) => html`<option value=${value} ?selected=${value === range}>${words}</option>`,
      )}
    </select>
  </label>`;
}

function labels({ labels: where, metadata }: Choices, { change }: FormActions): TemplateResult {
  const choose = (event: Event): void => {
    const [file] = takeFiles(event);
    if (file !== undefined) change({ metadata: file, labels: 'file' });
  };
  return html`<fieldset>
    <legend>Labels</legend>
    ${radio(
      {
        name: 'labels',
        value: 'file',
        title: 'In a file',
        words: 'A CSV with file,label and perhaps age,group; or imdb.mat, wiki.mat of IMDB-WIKI',
        checked: where === 'file',
      },
      () => change({ labels: 'file' }),
    )}
    ${
      where === 'file'
        ? html`<label class="button file">
              Choose the file
              <input type="file" accept=${METADATA_FILES} @change=${choose} aria-describedby="metadata" />
            </label>
            <p id="metadata" class="quiet chosen">${metadata?.name ?? 'None chosen yet.'}</p>`
        : nothing
    }
    ${radio(
      {
        name: 'labels',
        value: 'names',
        title: 'In the names of the pictures',
        words: 'As in UTKFace: age_gender_race_date.jpg',
        checked: where === 'names',
      },
      () => change({ labels: 'names' }),
    )}
  </fieldset>`;
}

const SHIPPED: Readonly<Record<ModelName, string>> = {
  'mini-xception': 'mini-Xception, which counts',
  'cnn-9layer': '9-layer CNN, to compare with',
  classical: 'Classical computer vision, to compare with',
};

function models({ shipped, weights }: Choices, { change }: FormActions): TemplateResult {
  const toggle = (name: ModelName) => (): void =>
    change({
      shipped: shipped.includes(name) ? shipped.filter((other) => other !== name) : [...shipped, name],
    });
  const choose = (event: Event): void => {
    const [file] = takeFiles(event);
    if (file !== undefined) change({ weights: file });
  };
  return html`<fieldset>
    <legend>Models</legend>
    ${MODELS.map(
      (name) =>
        html`<label class="check">
          <input type="checkbox" .checked=${shipped.includes(name)} @change=${toggle(name)} />
          ${SHIPPED[name]}
        </label>`,
    )}
    <label class="button file">
      ${weights === undefined ? 'Add weights of your own' : 'Choose other weights'}
      <input type="file" accept=${WEIGHTS_FILES} @change=${choose} aria-describedby="weights" />
    </label>
    <p id="weights" class="quiet chosen">
      ${weights?.name ?? '.safetensors of one of these networks, or Keras’s .hdf5 of a mini-Xception for gender'}
    </p>
    ${
      weights === undefined
        ? nothing
        : html`<button class="button" @click=${() => change({ weights: undefined })}>Without them</button>`
    }
  </fieldset>`;
}

/** All choices. */
export function choiceForm(state: EvaluationState, choices: Choices, actions: FormActions): TemplateResult {
  return html`${pictures(state, choices, actions)} ${labels(choices, actions)} ${models(choices, actions)}`;
}

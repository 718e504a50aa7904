import { html, nothing, type TemplateResult } from 'lit';
import { CLASSIFIERS, type ClassifierName } from '../../../domain/face.ts';
import type { LabState, LabTimes, NetworkFacts } from '../../../state/lab-state.ts';
import { formatCount, formatDecimal, formatMs } from '../../format.ts';
import { radio } from '../../radio.ts';
import { sendIntent } from '../../send-intent.ts';
import { NOT_KNOWN } from '../../words.ts';

const NETWORKS: Record<ClassifierName, readonly [title: string, words: string]> = {
  'mini-xception': ['mini-Xception', 'Counts at the entrance. Grey, 64 × 64'],
  'cnn-9layer': ['9-layer CNN', 'To compare with. Colour, 48 × 48'],
};

/** Choice of the network that is explained. */
export function networkChoice(view: HTMLElement, { network }: LabState): TemplateResult {
  return html`<fieldset>
    <legend>Whose answer</legend>
    ${CLASSIFIERS.map((value) => {
      const [title, words] = NETWORKS[value];
      return radio({ name: 'network', value, title, words, checked: network === value }, () =>
        sendIntent(view, { type: 'explain-network', network: value }),
      );
    })}
  </fieldset>`;
}

/** A row of the table: what it says of a network. */
type Row = readonly [name: string, of: (facts: NetworkFacts, times: LabTimes | undefined) => string];

const ROWS: readonly Row[] = [
  ['Parameters', ({ parameters }) => formatCount(parameters)],
  ['File of weights', ({ bytes }) => `${formatCount(Math.round(bytes / 1024))} KiB`],
  ['Multiply-adds a face', ({ multiplyAdds }) => `${formatDecimal(multiplyAdds / 1e6)} million`],
  ['Adults right, of its test set', ({ adults }) => percent(adults.right)],
  ['95 % interval', ({ adults: { interval } }) => `${points(interval[0])} to ${percent(interval[1])}`],
  ['GPU time here, a frame', (_, times) => gpuTime(times)],
];

function points(share: number): string {
  return (100 * share).toFixed(1);
}

function percent(share: number): string {
  return `${points(share)}\u00a0%`;
}

function gpuTime(times: LabTimes | undefined): string {
  if (times === undefined) return 'choose it to see';
  if (times.classifierMs === undefined) return NOT_KNOWN;
  return `${formatMs(times.classifierMs)}, ${times.faces} ${times.faces === 1 ? 'face' : 'faces'}`;
}

/** Both networks side by side; nothing while nothing is known of them. */
export function networkTable({ facts, times }: LabState): TemplateResult | typeof nothing {
  if (facts === undefined) return nothing;
  return html`<section aria-labelledby="networks">
    <h2 id="networks">Both networks</h2>
    <table>
      <thead>
        <tr>
          <td></td>
          ${CLASSIFIERS.map((name) => html`<th scope="col">${NETWORKS[name][0]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${ROWS.map(
          ([name, of]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${CLASSIFIERS.map((network) => html`<td>${of(facts[network], times[network])}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

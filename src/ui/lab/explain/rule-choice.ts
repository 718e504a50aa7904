import { html, type TemplateResult } from 'lit';
import type { ExplainRule, ExplainTarget } from '../../../domain/explanation.ts';
import { radio } from '../../radio.ts';
import { sendIntent } from '../../send-intent.ts';

const TARGETS: readonly (readonly [ExplainTarget, string, string])[] = [
  ['greatest', 'Neither in particular', 'The greater of both at each place, summed'],
  ['woman', 'Looks like a woman', 'What raises that answer'],
  ['man', 'Looks like a man', 'What raises that answer'],
];

const METHODS: readonly (readonly [boolean, string, string])[] = [
  [true, 'Guided backpropagation', 'Passes on only what is positive both ways'],
  [false, 'Gradient', 'All of it, as calculus has it'],
];

/** Choice of what is explained, and how. */
export function ruleChoice(view: HTMLElement, rule: ExplainRule): TemplateResult {
  const choose = (change: Partial<ExplainRule>) => (): void =>
    sendIntent(view, { type: 'explain', rule: { ...rule, ...change } });
  return html`<fieldset>
      <legend>What is explained</legend>
      ${TARGETS.map(([target, title, words]) =>
        radio(
          { name: 'target', value: target, title, words, checked: rule.target === target },
          choose({ target }),
        ),
      )}
    </fieldset>
    <fieldset>
      <legend>How</legend>
      ${METHODS.map(([guided, title, words]) =>
        radio(
          { name: 'method', value: String(guided), title, words, checked: rule.guided === guided },
          choose({ guided }),
        ),
      )}
    </fieldset>`;
}

import { css, html, type TemplateResult } from 'lit';
import type { Snapshot } from '../../state/snapshot.ts';
import { SOURCE_KINDS } from '../words.ts';

interface Step {
  readonly words: string;
  readonly done: boolean;
}

function stepsOf({ source, engine, today }: Snapshot): readonly Step[] {
  return [
    { words: `Opening the ${SOURCE_KINDS[source.kind].toLowerCase()}`, done: source.status === 'running' },
    { words: 'Preparing and testing the engine', done: engine.status === 'running' },
    { words: 'Reading today’s totals', done: today !== undefined },
  ];
}

export const startingStyles = css`
  .steps {
    list-style: none;
  }

  .steps li {
    display: flex;
    gap: 0.7em;
    margin-inline-start: -1.2em;
    color: var(--text-quiet);
  }

  .steps li.done {
    color: var(--text);
  }

  .steps .tick {
    width: 1em;
    color: var(--accent);
  }

  progress {
    width: 100%;
    height: 0.4rem;
    border: 0;
    border-radius: 1rem;
    overflow: hidden;
    appearance: none;
    background: var(--line);
  }

  progress::-webkit-progress-bar {
    background: var(--line);
  }

  progress::-webkit-progress-value {
    background: var(--accent);
    transition: width 300ms;
  }

  progress::-moz-progress-bar {
    background: var(--accent);
  }
`;

/** Says what is being prepared, and how far it is. */
export function startingPanel(snapshot: Snapshot): TemplateResult {
  const steps = stepsOf(snapshot);
  const done = steps.filter((step) => step.done).length;
  return html`<section class="panel" aria-labelledby="starting">
    <div>
      <h2 id="starting">Starting</h2>
      <progress max=${steps.length} value=${done} aria-labelledby="starting"></progress>
      <ul class="steps">
        ${steps.map(
          (step) =>
            html`<li class=${step.done ? 'done' : ''}>
              <span class="tick" aria-hidden="true">${step.done ? '✓' : '·'}</span>
              <span
                >${step.words}<span class="visually-hidden"
                  >${step.done ? ': ready' : ': in progress'}</span
                ></span
              >
            </li>`,
        )}
      </ul>
    </div>
  </section>`;
}

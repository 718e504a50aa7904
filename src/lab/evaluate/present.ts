/** Figures as the page shows them. The pictures of mistakes have addresses that live until `dispose`. */
import type { Mistake } from '../../evaluation/metrics/metrics.ts';
import { modelSections } from '../../evaluation/report/model-sections.ts';
import { sideBySide } from '../../evaluation/report/side-by-side.ts';
import type { EvaluatedModel, EvaluationResult, WorstMistake } from '../../state/evaluation-state.ts';
import type { Evaluated } from './evaluation-run.ts';
import type { Folder } from './folder.ts';

/** What is shown, and how its pictures are let go of. */
export interface Presented {
  readonly result: EvaluationResult;
  readonly dispose: () => void;
}

async function urlOf({ files }: Folder, file: string): Promise<string | undefined> {
  try {
    const picture = await files.get(file)?.();
    return picture === undefined ? undefined : URL.createObjectURL(picture);
  } catch {
    // The file went away since it was looked at; the mistake is shown by its name.
    return undefined;
  }
}

/** Makes the page's view of what was found out about pictures in `folder`. */
export async function present({ evaluations, offer }: Evaluated, folder: Folder): Promise<Presented> {
  const urls = new Map<string, string | undefined>();
  const worstOf = async ({ file, label, confidence }: Mistake): Promise<WorstMistake> => {
    // Models make the same mistakes.
    if (!urls.has(file)) urls.set(file, await urlOf(folder, file));
    return { file, label, confidence, url: urls.get(file) };
  };
  const models: EvaluatedModel[] = [];
  for (const evaluation of evaluations) {
    const mistakes: WorstMistake[] = [];
    for (const mistake of evaluation.mistakes) mistakes.push(await worstOf(mistake));
    models.push({ model: evaluation.model, sections: modelSections(evaluation).text, mistakes });
  }
  return {
    result: { ...sideBySide(evaluations), models, pictures: evaluations[0].metadata.used, offer },
    dispose() {
      for (const url of urls.values()) if (url !== undefined) URL.revokeObjectURL(url);
    },
  };
}

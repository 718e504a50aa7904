/** Whole pictures go through all of the kiosk's engine: detector, crop and classifier. */
import type { ModelFacts } from '../../domain/crop-answers.ts';
import { bad, good, type Outcome } from '../../domain/outcome.ts';
import type { PictureAnswer } from '../../evaluation/answers.ts';
import { isVisionFault, type VisionClient } from '../../vision/client.ts';
import { chooseFace } from './choose-face.ts';
import type { OpenedPicture, PictureAnswerer } from './picture-answerer.ts';

async function answerOne(
  client: VisionClient,
  { file, bitmap, facePx }: OpenedPicture,
): Promise<Outcome<PictureAnswer>> {
  // The worker takes over what it is given, and other models look at the same picture.
  const answer = await client.analyse(await createImageBitmap(bitmap), { everyFace: true });
  if (isVisionFault(answer)) return bad(`${file}: ${answer.message}`);
  const face = chooseFace(answer.faces, facePx);
  if (face !== undefined) return good(face.logits);
  return good(answer.faces.length > 0 ? 'no-face-there' : 'no-face');
}

/** Looks at whole pictures with `client`, and disposes of it. */
export function answerWholePictures(client: VisionClient, facts: ModelFacts): PictureAnswerer {
  return {
    facts,
    batch: 1,
    dispose: client.dispose,
    async answer(pictures) {
      const answers: PictureAnswer[] = [];
      const startMs = performance.now();
      for (const picture of pictures) {
        const answer = await answerOne(client, picture);
        if (!answer.ok) return answer;
        answers.push(answer.value);
      }
      return good({ answers, computeMs: performance.now() - startMs });
    },
  };
}

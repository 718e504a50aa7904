/** Whole pictures go through all that finds and classifies faces: the kiosk's engine, or classical computer vision. */
import type { ClassicalClient } from '../../classical/classical-client.ts';
import type { ModelFacts } from '../../domain/crop-answers.ts';
import type { Face } from '../../domain/face.ts';
import { bad, good, type Outcome } from '../../domain/outcome.ts';
import type { PictureAnswer } from '../../evaluation/answers.ts';
import { isVisionFault, type VisionClient } from '../../vision/client.ts';
import { chooseFace } from './choose-face.ts';
import type { OpenedPicture, PictureAnswerer } from './picture-answerer.ts';

/** Finds and classifies the faces of a picture, which it takes over. */
type Look = (picture: ImageBitmap) => Promise<Outcome<readonly Pick<Face, 'box' | 'logits'>[]>>;

async function answerOne(
  look: Look,
  { file, bitmap, facePx }: OpenedPicture,
): Promise<Outcome<PictureAnswer>> {
  // Other models look at the same picture.
  const faces = await look(await createImageBitmap(bitmap));
  if (!faces.ok) return bad(`${file}: ${faces.message}`);
  const face = chooseFace(faces.value, facePx);
  if (face !== undefined) return good(face.logits);
  return good(faces.value.length > 0 ? 'no-face-there' : 'no-face');
}

function answerWith(look: Look, facts: ModelFacts, dispose: () => void): PictureAnswerer {
  return {
    facts,
    batch: 1,
    dispose,
    async answer(pictures) {
      const answers: PictureAnswer[] = [];
      const startMs = performance.now();
      for (const picture of pictures) {
        const answer = await answerOne(look, picture);
        if (!answer.ok) return answer;
        answers.push(answer.value);
      }
      return good({ answers, computeMs: performance.now() - startMs });
    },
  };
}

/** Looks at whole pictures with the kiosk's engine, and disposes of it. */
export function answerWholePictures(client: VisionClient, facts: ModelFacts): PictureAnswerer {
  const look: Look = async (picture) => {
    const answer = await client.analyse(picture, { everyFace: true, everySquare: true });
    return isVisionFault(answer) ? bad(answer.message) : good(answer.faces);
  };
  return answerWith(look, facts, client.dispose);
}

/** Looks at whole pictures with classical computer vision, and disposes of it. */
export function answerWholeClassically({ facts, analyse, dispose }: ClassicalClient): PictureAnswerer {
  const look: Look = async (picture) => {
    const answer = await analyse(picture);
    return answer.ok ? good(answer.value.faces) : answer;
  };
  return answerWith(look, facts, dispose);
}

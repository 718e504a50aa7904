import type { Appearance, Calibration, Face } from '../../domain/face.ts';
import { appearanceOf, logOddsOf } from '../../domain/face.ts';
import type { Size } from '../../domain/geometry.ts';
import { median } from '../../domain/percentile.ts';
import type { ComparedView } from '../../state/comparison-state.ts';
import type { JudgedFace } from './agreement.ts';

/** Frames over which times are taken together. */
const TIMED_FRAMES = 30;

/** What one frame gave to one system. */
export interface SystemResult {
  readonly faces: readonly Pick<Face, 'box' | 'logits'>[];
  readonly frameSize: Size;
  readonly totalMs: number;
}

/** What one system has seen, ready to be shown. */
export class SystemRecord {
  readonly #calibration: Calibration;
  readonly #context: CanvasRenderingContext2D;
  readonly #framesMs: number[] = [];

  constructor(calibration: Calibration) {
    const context = document.createElement('canvas').getContext('2d', { alpha: false });
    if (context === null) throw new Error('this browser gives no 2d canvas');
    this.#calibration = calibration;
    this.#context = context;
  }

  /** Faces from left to right, so that a box keeps its number from frame to frame. */
  judge({ faces }: SystemResult): readonly JudgedFace[] {
    const look = ({ logits }: Pick<Face, 'logits'>): Appearance =>
      appearanceOf(logOddsOf(logits, this.#calibration), this.#calibration);
    return faces
      .map((face) => ({ box: face.box, appearance: look(face) }))
      .toSorted((a, b) => a.box.x - b.box.x);
  }

  /** Takes note of one frame, which stays the caller's. */
  show(frame: ImageBitmap, result: SystemResult, judged: readonly JudgedFace[]): ComparedView {
    const { canvas } = this.#context;
    if (canvas.width !== frame.width) canvas.width = frame.width;
    if (canvas.height !== frame.height) canvas.height = frame.height;
    this.#context.drawImage(frame, 0, 0);
    this.#framesMs.push(result.totalMs);
    if (this.#framesMs.length > TIMED_FRAMES) this.#framesMs.shift();
    const people = judged.map(({ box, appearance }, id) => ({
      id,
      box,
      leaning: appearance,
      confirmed: true,
    }));
    return {
      picture: canvas,
      live: { frameSize: result.frameSize, people, presentNow: people.length },
      frameMs: median(this.#framesMs),
    };
  }
}

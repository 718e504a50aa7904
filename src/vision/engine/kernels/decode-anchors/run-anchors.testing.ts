/** Uploads a detector's outputs for some views, for tests of decoding and suppression. */
import type { Size } from '../../../../domain/geometry.ts';
import { padChannels } from '../../feature-map.ts';
import type { TestDevice } from '../../gpu.testing.ts';
import { writeViews } from '../../view-buffer.ts';
import type { ViewOutputs } from './decode-anchors.reference.ts';
import { candidatesBytes, type DecodeAnchorsParameters } from './decode-anchors.ts';

/** Buffers of one run. */
export interface AnchorBuffers {
  readonly views: GPUBuffer;
  readonly candidates: GPUBuffer;
  /** In the order of the decoding kernel's bindings. */
  readonly bindings: readonly GPUBuffer[];
}

/** Uploads what a detector says; room for `maxViews`, of which `views` exist. */
export function uploadAnchors(
  { pool }: TestDevice,
  parameters: DecodeAnchorsParameters,
  views: readonly ViewOutputs[],
  frame: Size,
): AnchorBuffers {
  const { layers, maxViews } = parameters;
  const whole = views.map(({ view }) => view);
  const viewBuffer = pool.upload('views', writeViews(whole, frame, maxViews));
  const concatenate = (parts: readonly ArrayLike<number>[], room: number): Float32Array<ArrayBuffer> => {
    const values = new Float32Array(room * maxViews);
    parts.forEach((part, index) => values.set(part, index * room));
    return values;
  };
  const grids = [layers[0], layers[1] ?? layers[0]].flatMap((layer, index) => {
    if (layer === undefined) throw new Error('a detector needs a grid');
    const anchors = layer.gridSize ** 2 * layer.anchorsPerCell;
    const outputs = views.map(({ grids: all }) => all[Math.min(index, all.length - 1)]);
    const scores = outputs.map((grid) => padChannels(grid?.scores ?? [], layer.anchorsPerCell));
    const regressors = outputs.map((grid) => grid?.regressors ?? []);
    const padded = (anchors / layer.anchorsPerCell) * Math.ceil(layer.anchorsPerCell / 4) * 4;
    return [
      pool.upload('scores', concatenate(scores, padded)),
      pool.upload('regressors', concatenate(regressors, anchors * 16)),
    ];
  });
  const candidates = pool.storage('candidates', candidatesBytes(parameters));
  return { views: viewBuffer, candidates, bindings: [viewBuffer, ...grids, candidates] };
}

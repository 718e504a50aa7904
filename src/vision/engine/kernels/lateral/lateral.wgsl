// One step down a feature pyramid: output[y, x, o] = max(0, bias[o] + sum over i of input[y, x, i] * weights[i, o]) + coarse enlarged twice at [y, x, o].
// Enlarging is bilinear with half-pixel centres: three quarters of the nearest coarse pixel, one quarter of the next on that side.
//
// activeItems  [1]                                  how many of the batch's items exist
// input        [batch, outHeight, outWidth, inGroups] vec4f
// coarse       [batch, outHeight/2, outWidth/2, outGroups] vec4f
// weights      [inGroups, outGroups] WeightBlock, a column for each input channel
// bias         [outGroups] vec4f
// output       [batch, outHeight, outWidth, outGroups] vec4f
// layer        what differs between layers that share a pipeline
//
// One invocation and one workgroup: a register tile (register-tile.wgsl, which is compiled together with this).
// Edge: beyond the coarse map its last row and column repeat. A run that ends outside reads what is there and writes nothing of it.

struct Layer {
  inGroups: u32,
  outHeight: u32,
  outWidth: u32,
  outGroups: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> coarse: array<vec4f>;
@group(0) @binding(3) var<storage, read> weights: array<WeightBlock>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(6) var<uniform> layer: Layer;

fn runAt(item: u32, y: u32, x: u32, group: u32) -> mat4x4f {
  let first = ((item * layer.outHeight + y) * layer.outWidth + x) * layer.inGroups + group;
  return mat4x4f(input[first], input[first + layer.inGroups], input[first + 2u * layer.inGroups], input[first + 3u * layer.inGroups]);
}

fn inputsAt(item: u32, y: u32, x: u32, group: u32) -> Rows {
  var inputs = Rows();
  inputs.r0 = runAt(item, y, x, group);
  if (ROWS > 1u) { inputs.r1 = runAt(item, y + 1u, x, group); }
  if (ROWS > 2u) { inputs.r2 = runAt(item, y + 2u, x, group); }
  if (ROWS > 3u) { inputs.r3 = runAt(item, y + 3u, x, group); }
  return inputs;
}

fn enlarged(item: u32, row: u32, column: u32, group: u32) -> vec4f {
  let coarseH = layer.outHeight / 2u;
  let coarseW = layer.outWidth / 2u;
  let y0 = row / 2u;
  let x0 = column / 2u;
  let y1 = select(max(y0, 1u) - 1u, min(y0 + 1u, coarseH - 1u), row % 2u == 1u);
  let x1 = select(max(x0, 1u) - 1u, min(x0 + 1u, coarseW - 1u), column % 2u == 1u);
  let first = item * coarseH * coarseW * layer.outGroups + group;
  let near = 0.75 * coarse[first + (y0 * coarseW + x0) * layer.outGroups] + 0.25 * coarse[first + (y0 * coarseW + x1) * layer.outGroups];
  let far = 0.75 * coarse[first + (y1 * coarseW + x0) * layer.outGroups] + 0.25 * coarse[first + (y1 * coarseW + x1) * layer.outGroups];
  return 0.75 * near + 0.25 * far;
}

fn finished(sum: vec4f, item: u32, y: u32, x: u32, group: u32) -> vec4f {
  return max(sum, vec4f()) + enlarged(item, y, x, group);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let place = placeOf(id.x, 1u);
  if (item >= activeItems[0] || place.row >= layer.outHeight) {
    return;
  }
  var sums = Sums();
  for (var i = 0u; i < layer.inGroups; i++) {
    sums = added(sums, i * layer.outGroups + place.group, inputsAt(item, place.row, place.column, i));
  }
  store(item, place, sums);
}

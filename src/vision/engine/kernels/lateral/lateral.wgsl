// One step down a feature pyramid: output[y, x, o] = max(0, bias[o] + sum over i of input[y, x, i] * weights[i, o]) + coarse enlarged twice at [y, x, o].
// Enlarging is bilinear with half-pixel centres: three quarters of the nearest coarse pixel, one quarter of the next on that side.
//
// activeItems  [1]                                  how many of the batch's items exist
// input        [batch, outHeight, outWidth, inGroups] vec4f
// coarse       [batch, outHeight/2, outWidth/2, outGroups] vec4f
// weights      [inGroups, outGroups] mat4x4f, a column for each input channel
// bias         [outGroups] vec4f
// output       [batch, outHeight, outWidth, outGroups] vec4f
// layer        what differs between layers that share a pipeline
//
// One invocation: four pixels in a row (the columns of a mat4x4f), ROWS rows of them, GROUPS groups of four output channels.
// One workgroup: THREADS neighbouring ones of one item, channels fastest.
// Edge: beyond the coarse map its last row and column repeat. A run that ends outside reads what is there and writes nothing of it.

override ROWS: u32 = 1;
override GROUPS: u32 = 1;
override THREADS: u32 = 64;

struct Layer {
  inGroups: u32,
  outHeight: u32,
  outWidth: u32,
  outGroups: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> coarse: array<vec4f>;
@group(0) @binding(3) var<storage, read> weights: array<mat4x4f>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(6) var<uniform> layer: Layer;

// Sums, or inputs, of up to four rows.
struct Rows { r0: mat4x4f, r1: mat4x4f, r2: mat4x4f, r3: mat4x4f }

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

fn added(sums: Rows, weightBlock: mat4x4f, inputs: Rows) -> Rows {
  var total = sums;
  total.r0 += weightBlock * inputs.r0;
  if (ROWS > 1u) { total.r1 += weightBlock * inputs.r1; }
  if (ROWS > 2u) { total.r2 += weightBlock * inputs.r2; }
  if (ROWS > 3u) { total.r3 += weightBlock * inputs.r3; }
  return total;
}

fn store(item: u32, row: u32, column: u32, group: u32, sums: Rows) {
  if (group >= layer.outGroups) {
    return;
  }
  let shift = bias[group];
  // In an array, since a loop over it is far less code than sixteen writes.
  var runs = array<mat4x4f, 4>(sums.r0, sums.r1, sums.r2, sums.r3);
  for (var p = 0u; p < 4u * ROWS; p++) {
    let y = row + p / 4u;
    let x = column + p % 4u;
    if ((y < layer.outHeight) & (x < layer.outWidth)) {
      let pixel = (item * layer.outHeight + y) * layer.outWidth + x;
      output[pixel * layer.outGroups + group] = max(shift + runs[p / 4u][p % 4u], vec4f()) + enlarged(item, y, x, group);
    }
  }
}

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let sets = (layer.outGroups + GROUPS - 1u) / GROUPS;
  let runs = (layer.outWidth + 3u) / 4u;
  let group = id.x % sets * GROUPS;
  let column = id.x / sets % runs * 4u;
  let row = id.x / (sets * runs) * ROWS;
  if (item >= activeItems[0] || row >= layer.outHeight) {
    return;
  }
  var sums0 = Rows();
  var sums1 = Rows();
  var sums2 = Rows();
  var sums3 = Rows();
  for (var i = 0u; i < layer.inGroups; i++) {
    let inputs = inputsAt(item, row, column, i);
    let block = i * layer.outGroups + group;
    sums0 = added(sums0, weights[block], inputs);
    if (GROUPS > 1u) { sums1 = added(sums1, weights[block + 1u], inputs); }
    if (GROUPS > 2u) { sums2 = added(sums2, weights[block + 2u], inputs); }
    if (GROUPS > 3u) { sums3 = added(sums3, weights[block + 3u], inputs); }
  }
  store(item, row, column, group, sums0);
  if (GROUPS > 1u) { store(item, row, column, group + 1u, sums1); }
  if (GROUPS > 2u) { store(item, row, column, group + 2u, sums2); }
  if (GROUPS > 3u) { store(item, row, column, group + 3u, sums3); }
}

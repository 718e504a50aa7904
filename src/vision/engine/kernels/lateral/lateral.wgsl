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

fn inputAt(item: u32, y: u32, x: u32, group: u32) -> mat4x4f {
  let first = ((item * layer.outHeight + y) * layer.outWidth + x) * layer.inGroups + group;
  return mat4x4f(input[first], input[first + layer.inGroups], input[first + 2u * layer.inGroups], input[first + 3u * layer.inGroups]);
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

// A choice, since an index that is not constant would go through memory.
fn pixelOf(run: mat4x4f, p: u32) -> vec4f {
  return select(select(run[0], run[1], p == 1u), select(run[2], run[3], p == 3u), p > 1u);
}

fn store(item: u32, row: u32, column: u32, group: u32, sums: mat4x4f) {
  if (row >= layer.outHeight || group >= layer.outGroups) {
    return;
  }
  let first = ((item * layer.outHeight + row) * layer.outWidth + column) * layer.outGroups + group;
  let shift = bias[group];
  for (var p = 0u; p < min(4u, layer.outWidth - column); p++) {
    output[first + p * layer.outGroups] = max(shift + pixelOf(sums, p), vec4f()) + enlarged(item, row, column + p, group);
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
  var upper0 = mat4x4f();
  var upper1 = mat4x4f();
  var upper2 = mat4x4f();
  var upper3 = mat4x4f();
  var lower0 = mat4x4f();
  var lower1 = mat4x4f();
  var lower2 = mat4x4f();
  var lower3 = mat4x4f();
  for (var i = 0u; i < layer.inGroups; i++) {
    let upper = inputAt(item, row, column, i);
    var lower = mat4x4f();
    if (ROWS == 2u) { lower = inputAt(item, row + 1u, column, i); }
    let block = i * layer.outGroups + group;
    let w0 = weights[block];
    upper0 += w0 * upper;
    if (ROWS == 2u) { lower0 += w0 * lower; }
    if (GROUPS > 1u) {
      let w1 = weights[block + 1u];
      upper1 += w1 * upper;
      if (ROWS == 2u) { lower1 += w1 * lower; }
    }
    if (GROUPS > 2u) {
      let w2 = weights[block + 2u];
      upper2 += w2 * upper;
      if (ROWS == 2u) { lower2 += w2 * lower; }
    }
    if (GROUPS > 3u) {
      let w3 = weights[block + 3u];
      upper3 += w3 * upper;
      if (ROWS == 2u) { lower3 += w3 * lower; }
    }
  }
  store(item, row, column, group, upper0);
  if (ROWS == 2u) { store(item, row + 1u, column, group, lower0); }
  if (GROUPS > 1u) { store(item, row, column, group + 1u, upper1); }
  if (GROUPS > 1u && ROWS == 2u) { store(item, row + 1u, column, group + 1u, lower1); }
  if (GROUPS > 2u) { store(item, row, column, group + 2u, upper2); }
  if (GROUPS > 2u && ROWS == 2u) { store(item, row + 1u, column, group + 2u, lower2); }
  if (GROUPS > 3u) { store(item, row, column, group + 3u, upper3); }
  if (GROUPS > 3u && ROWS == 2u) { store(item, row + 1u, column, group + 3u, lower3); }
}

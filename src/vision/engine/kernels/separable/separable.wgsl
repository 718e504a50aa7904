// Depthwise 3x3, pointwise, bias, optional skip and ReLU in one pass:
// output[y, x, o] = activation(bias[o] + skip[y, x, o] + sum over i of pointwise[i, o] * (sum over ky, kx of input[y*S + ky - T, x*S + kx - T, i] * depthwise[ky, kx, i])).
//
// activeItems  [1]                                  how many of the batch's items exist
// input        [batch, inHeight, inWidth, inGroups] vec4f
// depthwise    [3, 3, inGroups] vec4f
// pointwise    [inGroups, outGroups] mat4x4f, a column for each input channel
// bias         [outGroups] vec4f                      a bias of the depthwise half is folded into it
// skipInput    SKIP 1: [batch, outHeight, outWidth, skipGroups]; SKIP 2: [batch, 2 outHeight, 2 outWidth, skipGroups], its 2x2 maximum; SKIP 0: unused
// output       [batch, outHeight, outWidth, outGroups] vec4f
// layer        what differs between layers that share a pipeline
//
// One invocation: four pixels in a row (the columns of a mat4x4f), ROWS rows of them, GROUPS groups of four output channels. It computes
// the depthwise half again for each set of groups: reading it from a neighbour would cost more. Two rows need a stride of 1.
// One workgroup: THREADS neighbouring ones of one item, channels fastest.
// Edge: taps outside the input add nothing; a skip with fewer channels than the output is continued with zeros.

override SKIP: u32 = 0;
override STRIDE: u32 = 1;
override ROWS: u32 = 1;
override GROUPS: u32 = 1;
override THREADS: u32 = 64;

struct Layer {
  inHeight: u32,
  inWidth: u32,
  inGroups: u32,
  outHeight: u32,
  outWidth: u32,
  outGroups: u32,
  pad: u32,
  skipGroups: u32,
  relu: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> depthwise: array<vec4f>;
@group(0) @binding(3) var<storage, read> pointwise: array<mat4x4f>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read> skipInput: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(7) var<uniform> layer: Layer;

// What four outputs read of one row of the input: six pixels, or nine at a stride of 2.
struct Taps { x0: vec4f, x1: vec4f, x2: vec4f, x3: vec4f, x4: vec4f, x5: vec4f, x6: vec4f, x7: vec4f, x8: vec4f }

// A row of the depthwise kernel.
struct KernelRow { k0: vec4f, k1: vec4f, k2: vec4f }

fn kernelRowAt(ky: u32, group: u32) -> KernelRow {
  let first = ky * 3u * layer.inGroups + group;
  return KernelRow(depthwise[first], depthwise[first + layer.inGroups], depthwise[first + 2u * layer.inGroups]);
}

fn tapAt(start: u32, x: u32) -> vec4f {
  return select(vec4f(), input[start + x * layer.inGroups], x < layer.inWidth); // not left of the edge either, where the unsigned difference wraps
}

fn tapsAt(item: u32, y: u32, x: u32, group: u32) -> Taps {
  let start = (item * layer.inHeight + y) * layer.inWidth * layer.inGroups + group;
  var taps = Taps();
  taps.x0 = tapAt(start, x);
  taps.x1 = tapAt(start, x + 1u);
  taps.x2 = tapAt(start, x + 2u);
  taps.x3 = tapAt(start, x + 3u);
  taps.x4 = tapAt(start, x + 4u);
  taps.x5 = tapAt(start, x + 5u);
  if (STRIDE == 2u) {
    taps.x6 = tapAt(start, x + 6u);
    taps.x7 = tapAt(start, x + 7u);
    taps.x8 = tapAt(start, x + 8u);
  }
  return taps;
}

fn filtered(taps: Taps, weights: KernelRow) -> mat4x4f {
  if (STRIDE == 2u) {
    return mat4x4f(
      taps.x0 * weights.k0 + taps.x1 * weights.k1 + taps.x2 * weights.k2,
      taps.x2 * weights.k0 + taps.x3 * weights.k1 + taps.x4 * weights.k2,
      taps.x4 * weights.k0 + taps.x5 * weights.k1 + taps.x6 * weights.k2,
      taps.x6 * weights.k0 + taps.x7 * weights.k1 + taps.x8 * weights.k2,
    );
  }
  return mat4x4f(
    taps.x0 * weights.k0 + taps.x1 * weights.k1 + taps.x2 * weights.k2,
    taps.x1 * weights.k0 + taps.x2 * weights.k1 + taps.x3 * weights.k2,
    taps.x2 * weights.k0 + taps.x3 * weights.k1 + taps.x4 * weights.k2,
    taps.x3 * weights.k0 + taps.x4 * weights.k1 + taps.x5 * weights.k2,
  );
}

fn skipAt(item: u32, row: u32, column: u32, group: u32) -> vec4f {
  if (SKIP == 0u || group >= layer.skipGroups) {
    return vec4f();
  }
  if (SKIP == 1u) {
    return skipInput[((item * layer.outHeight + row) * layer.outWidth + column) * layer.skipGroups + group];
  }
  let above = ((item * layer.outHeight + row) * 4u * layer.outWidth + 2u * column) * layer.skipGroups + group;
  let below = above + 2u * layer.outWidth * layer.skipGroups;
  let right = layer.skipGroups;
  return max(max(skipInput[above], skipInput[above + right]), max(skipInput[below], skipInput[below + right]));
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
    let value = shift + pixelOf(sums, p) + skipAt(item, row, column + p, group);
    output[first + p * layer.outGroups] = select(value, max(value, vec4f()), layer.relu == 1u);
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
  let y = row * STRIDE - layer.pad;
  let x = column * STRIDE - layer.pad;
  var upper0 = mat4x4f();
  var upper1 = mat4x4f();
  var upper2 = mat4x4f();
  var upper3 = mat4x4f();
  var lower0 = mat4x4f();
  var lower1 = mat4x4f();
  var lower2 = mat4x4f();
  var lower3 = mat4x4f();
  for (var i = 0u; i < layer.inGroups; i++) {
    let kernel0 = kernelRowAt(0u, i);
    let kernel1 = kernelRowAt(1u, i);
    let kernel2 = kernelRowAt(2u, i);
    var upper = mat4x4f();
    var lower = mat4x4f();
    if (y < layer.inHeight) { // not above the top edge either, where the unsigned difference wraps
      upper = filtered(tapsAt(item, y, x, i), kernel0);
    }
    if (y + 1u < layer.inHeight) {
      let taps = tapsAt(item, y + 1u, x, i);
      upper += filtered(taps, kernel1);
      if (ROWS == 2u) { lower = filtered(taps, kernel0); }
    }
    if (y + 2u < layer.inHeight) {
      let taps = tapsAt(item, y + 2u, x, i);
      upper += filtered(taps, kernel2);
      if (ROWS == 2u) { lower += filtered(taps, kernel1); }
    }
    if (ROWS == 2u && y + 3u < layer.inHeight) {
      lower += filtered(tapsAt(item, y + 3u, x, i), kernel2);
    }
    let block = i * layer.outGroups + group;
    let w0 = pointwise[block];
    upper0 += w0 * upper;
    if (ROWS == 2u) { lower0 += w0 * lower; }
    if (GROUPS > 1u) {
      let w1 = pointwise[block + 1u];
      upper1 += w1 * upper;
      if (ROWS == 2u) { lower1 += w1 * lower; }
    }
    if (GROUPS > 2u) {
      let w2 = pointwise[block + 2u];
      upper2 += w2 * upper;
      if (ROWS == 2u) { lower2 += w2 * lower; }
    }
    if (GROUPS > 3u) {
      let w3 = pointwise[block + 3u];
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

// Convolution with bias: output[y, x, o] = activation(bias[o] + sum over ky, kx, i of input[y*S + ky - T, x*S + kx - L, i] * weights[ky, kx, i, o]).
//
// activeItems  [1]                                  how many of the batch's items exist; the others are left as they are
// input        [batch, inHeight, inWidth, inGroups] vec4f
// weights      [kernelSize, kernelSize, inGroups, outGroups] mat4x4f, a column for each input channel
// bias         [outGroups] vec4f
// output       [batch, outHeight, outWidth, outGroups] vec4f
// layer        what differs between layers that share a pipeline
//
// One invocation: four pixels in a row (the columns of a mat4x4f), ROWS rows of them, GROUPS groups of four output channels.
// One workgroup: THREADS neighbouring ones of one item, channels fastest.
// Edge: taps outside the input add nothing (zero padding).

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
  kernelSize: u32,
  stride: u32,
  padTop: u32,
  padLeft: u32,
  relu: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> weights: array<mat4x4f>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(5) var<uniform> layer: Layer;

fn tapAt(start: u32, x: u32, inside: bool) -> vec4f {
  return select(vec4f(), input[start + x * layer.inGroups], inside && x < layer.inWidth);
}

// What four neighbouring outputs read at one tap.
fn tapsAt(item: u32, y: u32, x: u32, group: u32) -> mat4x4f {
  let start = (item * layer.inHeight + y) * layer.inWidth * layer.inGroups + group;
  let inside = y < layer.inHeight; // not above the top edge either, where the unsigned difference wraps
  return mat4x4f(
    tapAt(start, x, inside),
    tapAt(start, x + layer.stride, inside),
    tapAt(start, x + 2u * layer.stride, inside),
    tapAt(start, x + 3u * layer.stride, inside),
  );
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
    let value = shift + pixelOf(sums, p);
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
  var upper0 = mat4x4f();
  var upper1 = mat4x4f();
  var upper2 = mat4x4f();
  var upper3 = mat4x4f();
  var lower0 = mat4x4f();
  var lower1 = mat4x4f();
  var lower2 = mat4x4f();
  var lower3 = mat4x4f();
  // One loop, since three within each other took a software adapter twice as long.
  for (var step = 0u; step < layer.kernelSize * layer.kernelSize * layer.inGroups; step++) {
    let tap = step / layer.inGroups;
    let y = row * layer.stride + tap / layer.kernelSize - layer.padTop;
    let x = column * layer.stride + tap % layer.kernelSize - layer.padLeft;
    let upper = tapsAt(item, y, x, step % layer.inGroups);
    var lower = mat4x4f();
    if (ROWS == 2u) { lower = tapsAt(item, y + layer.stride, x, step % layer.inGroups); }
    let block = step * layer.outGroups + group;
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

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

// Sums, or inputs at one tap, of up to four rows.
struct Rows { r0: mat4x4f, r1: mat4x4f, r2: mat4x4f, r3: mat4x4f }

fn tapAt(start: u32, x: u32, end: u32) -> vec4f {
  return select(vec4f(), input[start + x * layer.inGroups], x < end); // not left of the edge either, where the unsigned difference wraps
}

// What four neighbouring outputs read at one tap.
fn runAt(item: u32, y: u32, x: u32, group: u32) -> mat4x4f {
  let start = (item * layer.inHeight + y) * layer.inWidth * layer.inGroups + group;
  let end = select(0u, layer.inWidth, y < layer.inHeight); // a row outside has no pixels; above the top edge the unsigned difference wraps
  return mat4x4f(
    tapAt(start, x, end),
    tapAt(start, x + layer.stride, end),
    tapAt(start, x + 2u * layer.stride, end),
    tapAt(start, x + 3u * layer.stride, end),
  );
}

fn tapsAt(item: u32, y: u32, x: u32, group: u32) -> Rows {
  var taps = Rows();
  taps.r0 = runAt(item, y, x, group);
  if (ROWS > 1u) { taps.r1 = runAt(item, y + layer.stride, x, group); }
  if (ROWS > 2u) { taps.r2 = runAt(item, y + 2u * layer.stride, x, group); }
  if (ROWS > 3u) { taps.r3 = runAt(item, y + 3u * layer.stride, x, group); }
  return taps;
}

fn added(sums: Rows, weightBlock: mat4x4f, taps: Rows) -> Rows {
  var total = sums;
  total.r0 += weightBlock * taps.r0;
  if (ROWS > 1u) { total.r1 += weightBlock * taps.r1; }
  if (ROWS > 2u) { total.r2 += weightBlock * taps.r2; }
  if (ROWS > 3u) { total.r3 += weightBlock * taps.r3; }
  return total;
}

fn store(item: u32, row: u32, column: u32, group: u32, sums: Rows) {
  if (group >= layer.outGroups) {
    return;
  }
  let shift = bias[group];
  let lowest = select(-0x1p+127f, 0.0, layer.relu == 1u);
  // In an array, since a loop over it is far less code than sixteen writes.
  var runs = array<mat4x4f, 4>(sums.r0, sums.r1, sums.r2, sums.r3);
  for (var p = 0u; p < 4u * ROWS; p++) {
    let y = row + p / 4u;
    let x = column + p % 4u;
    if ((y < layer.outHeight) & (x < layer.outWidth)) {
      let pixel = (item * layer.outHeight + y) * layer.outWidth + x;
      let value = shift + runs[p / 4u][p % 4u];
      output[pixel * layer.outGroups + group] = max(value, vec4f(lowest));
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
  // One loop, since three within each other took a software adapter twice as long.
  for (var step = 0u; step < layer.kernelSize * layer.kernelSize * layer.inGroups; step++) {
    let tap = step / layer.inGroups;
    let y = row * layer.stride + tap / layer.kernelSize - layer.padTop;
    let x = column * layer.stride + tap % layer.kernelSize - layer.padLeft;
    let taps = tapsAt(item, y, x, step % layer.inGroups);
    let block = step * layer.outGroups + group;
    sums0 = added(sums0, weights[block], taps);
    if (GROUPS > 1u) { sums1 = added(sums1, weights[block + 1u], taps); }
    if (GROUPS > 2u) { sums2 = added(sums2, weights[block + 2u], taps); }
    if (GROUPS > 3u) { sums3 = added(sums3, weights[block + 3u], taps); }
  }
  store(item, row, column, group, sums0);
  if (GROUPS > 1u) { store(item, row, column, group + 1u, sums1); }
  if (GROUPS > 2u) { store(item, row, column, group + 2u, sums2); }
  if (GROUPS > 3u) { store(item, row, column, group + 3u, sums3); }
}

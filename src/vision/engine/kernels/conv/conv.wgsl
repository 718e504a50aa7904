// Convolution with bias: output[y, x, o] = activation(bias[o] + sum over ky, kx, i of input[y*S + ky - T, x*S + kx - L, i] * weights[ky, kx, i, o]).
//
// activeItems  [1]                                  how many of the batch's items exist; the others are left as they are
// input        [batch, IN_H, IN_W, IN_C/4] vec4f
// weights      [KERNEL, KERNEL, IN_C/4, OUT_C/4] mat4x4f, a column for each input channel
// bias         [OUT_C/4] vec4f
// output       [batch, OUT_H, OUT_W, OUT_C/4] vec4f
//
// One invocation: four pixels in a row (the columns of a mat4x4f), ROWS rows of them, GROUPS groups of four output channels.
// One workgroup: THREADS neighbouring ones of one item, channels fastest.
// Edge: taps outside the input add nothing (zero padding).

override IN_H: u32 = 1;
override IN_W: u32 = 1;
override IN_GROUPS: u32 = 1;
override OUT_H: u32 = 1;
override OUT_W: u32 = 1;
override OUT_GROUPS: u32 = 1;
override KERNEL: u32 = 1;
override STRIDE: u32 = 1;
override PAD_TOP: u32 = 0;
override PAD_LEFT: u32 = 0;
override RELU: bool = false;
override ROWS: u32 = 1;
override GROUPS: u32 = 1;
override THREADS: u32 = 64;

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> weights: array<mat4x4f>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4f>;

fn tapAt(start: u32, x: u32, inside: bool) -> vec4f {
  return select(vec4f(), input[start + x * IN_GROUPS], inside && x < IN_W);
}

// What four neighbouring outputs read at one tap.
fn tapsAt(item: u32, y: u32, x: u32, group: u32) -> mat4x4f {
  let start = (item * IN_H + y) * IN_W * IN_GROUPS + group;
  let inside = y < IN_H; // not above the top edge either, where the unsigned difference wraps
  return mat4x4f(
    tapAt(start, x, inside),
    tapAt(start, x + STRIDE, inside),
    tapAt(start, x + 2u * STRIDE, inside),
    tapAt(start, x + 3u * STRIDE, inside),
  );
}

fn store(item: u32, row: u32, column: u32, group: u32, sums: mat4x4f) {
  if (row >= OUT_H || group >= OUT_GROUPS) {
    return;
  }
  let first = ((item * OUT_H + row) * OUT_W + column) * OUT_GROUPS + group;
  let shift = bias[group];
  var pixels = sums;
  for (var p = 0u; p < min(4u, OUT_W - column); p++) {
    let value = shift + pixels[p];
    output[first + p * OUT_GROUPS] = select(value, max(value, vec4f()), RELU);
  }
}

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let sets = (OUT_GROUPS + GROUPS - 1u) / GROUPS;
  let runs = (OUT_W + 3u) / 4u;
  let group = id.x % sets * GROUPS;
  let column = id.x / sets % runs * 4u;
  let row = id.x / (sets * runs) * ROWS;
  if (item >= activeItems[0] || row >= OUT_H) {
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
  // One loop instead of three: drivers that compute on the processor keep a mask of lanes for each.
  for (var step = 0u; step < KERNEL * KERNEL * IN_GROUPS; step++) {
    let tap = step / IN_GROUPS;
    let y = row * STRIDE + tap / KERNEL - PAD_TOP;
    let x = column * STRIDE + tap % KERNEL - PAD_LEFT;
    let upper = tapsAt(item, y, x, step % IN_GROUPS);
    var lower = mat4x4f();
    if (ROWS == 2u) { lower = tapsAt(item, y + STRIDE, x, step % IN_GROUPS); }
    let block = step * OUT_GROUPS + group;
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

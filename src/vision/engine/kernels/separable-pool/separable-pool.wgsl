// End of an Xception module in one pass: depthwise 3x3, pointwise, 3x3/2 max-pool, plus a 1x1/2 convolution of the module's input.
// output[y, x, o] = bias[o] + max over ky, kx of mixed[2y + ky - T, 2x + kx - L, o] + sum over i of residual[2y, 2x, i] * residualWeights[i, o]
// mixed[y, x, o]  = sum over i of pointwise[i, o] * (sum over ky, kx of input[y + ky - 1, x + kx - 1, i] * depthwise[ky, kx, i])
//
// activeItems      [1]                                  how many of the batch's items exist
// input            [batch, IN_H, IN_W, IN_C/4] vec4f
// depthwise        [3, 3, IN_C/4] vec4f
// pointwise        [IN_C/4, OUT_C/4] mat4x4f, a column for each input channel
// bias             [OUT_C/4] vec4f                      of both branches: a constant passes through a maximum
// residual         [batch, IN_H, IN_W, RESIDUAL_C/4] vec4f
// residualWeights  [RESIDUAL_C/4, OUT_C/4] mat4x4f, a column for each input channel
// output           [batch, OUT_H, OUT_W, OUT_C/4] vec4f
// sizes            what differs between layers of one pipeline
//
// One workgroup: a tile of TILE_W x TILE_H outputs of one item, GROUPS groups of four channels of them. Their patch of pixels before the
// pool, ROWS rows of RUNS runs of four, is kept in workgroup memory.
// One invocation: first some runs of four pixels (the columns of a mat4x4f), then some (output, four channels).
// Edge: taps of the depthwise half outside the input add nothing; pixels outside the input are never the maximum.

override TILE_W: u32 = 1;
override TILE_H: u32 = 1;
override RUNS: u32 = 1;
override ROWS: u32 = 1;
override GROUPS: u32 = 1;
override THREADS: u32 = 64;
override PATCH_W: u32 = 4u * RUNS;

struct Sizes {
  inHeight: u32,
  inWidth: u32,
  inGroups: u32,
  outHeight: u32,
  outWidth: u32,
  outGroups: u32,
  residualGroups: u32,
  padTop: u32,
  padLeft: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> depthwise: array<vec4f>;
@group(0) @binding(3) var<storage, read> pointwise: array<mat4x4f>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read> residual: array<vec4f>;
@group(0) @binding(6) var<storage, read> residualWeights: array<mat4x4f>;
@group(0) @binding(7) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(8) var<uniform> sizes: Sizes;

var<workgroup> mixed: array<vec4f, PATCH_W * ROWS * GROUPS>;

fn tapAt(start: u32, column: u32, inside: bool) -> vec4f {
  return select(vec4f(), input[start + column * sizes.inGroups], inside && column < sizes.inWidth);
}

fn filteredRow(item: u32, y: u32, left: u32, ky: u32, group: u32) -> mat4x4f {
  let start = (item * sizes.inHeight + y) * sizes.inWidth * sizes.inGroups + group;
  let inside = y < sizes.inHeight;
  let x0 = tapAt(start, left, inside);
  let x1 = tapAt(start, left + 1u, inside);
  let x2 = tapAt(start, left + 2u, inside);
  let x3 = tapAt(start, left + 3u, inside);
  let x4 = tapAt(start, left + 4u, inside);
  let x5 = tapAt(start, left + 5u, inside);
  let first = ky * 3u * sizes.inGroups + group;
  let k0 = depthwise[first];
  let k1 = depthwise[first + sizes.inGroups];
  let k2 = depthwise[first + 2u * sizes.inGroups];
  return mat4x4f(
    x0 * k0 + x1 * k1 + x2 * k2,
    x1 * k0 + x2 * k1 + x3 * k2,
    x2 * k0 + x3 * k1 + x4 * k2,
    x3 * k0 + x4 * k1 + x5 * k2,
  );
}

fn keep(index: u32, sums: mat4x4f) {
  mixed[index] = sums[0];
  mixed[index + GROUPS] = sums[1];
  mixed[index + 2u * GROUPS] = sums[2];
  mixed[index + 3u * GROUPS] = sums[3];
}

fn pooled(row: u32, column: u32, patchRow: u32, patchColumn: u32, slot: u32) -> vec4f {
  var maximum = vec4f(-3.4028234e38);
  for (var ky = 0u; ky < 3u; ky++) {
    if (2u * row + ky - sizes.padTop >= sizes.inHeight) {
      continue;
    }
    for (var kx = 0u; kx < 3u; kx++) {
      if (2u * column + kx - sizes.padLeft < sizes.inWidth) {
        maximum = max(maximum, mixed[((patchRow + ky) * PATCH_W + patchColumn + kx) * GROUPS + slot]);
      }
    }
  }
  return maximum;
}

fn residualAt(item: u32, row: u32, column: u32, group: u32) -> vec4f {
  var sum = vec4f();
  let source = ((item * sizes.inHeight + 2u * row) * sizes.inWidth + 2u * column) * sizes.residualGroups;
  for (var i = 0u; i < sizes.residualGroups; i++) {
    sum += residualWeights[i * sizes.outGroups + group] * residual[source + i];
  }
  return sum;
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let sets = (sizes.outGroups + GROUPS - 1u) / GROUPS;
  let item = workgroup.z;
  if (item >= activeItems[0]) {
    return;
  }
  let firstGroup = workgroup.x % sets * GROUPS;
  let tileColumn = workgroup.x / sets * TILE_W;
  let tileRow = workgroup.y * TILE_H;
  let top = 2u * tileRow - sizes.padTop;
  let left = 2u * tileColumn - sizes.padLeft;
  for (var index = thread; index < RUNS * ROWS; index += THREADS) {
    let run = index % RUNS * 4u;
    let row = index / RUNS;
    if (top + row >= sizes.inHeight) { continue; }
    var s0 = mat4x4f();
    var s1 = mat4x4f();
    var s2 = mat4x4f();
    var s3 = mat4x4f();
    for (var i = 0u; i < sizes.inGroups; i++) {
      var values = mat4x4f();
      for (var ky = 0u; ky < 3u; ky++) {
        values += filteredRow(item, top + row + ky - 1u, left + run - 1u, ky, i);
      }
      let block = i * sizes.outGroups + firstGroup;
      s0 += pointwise[block] * values;
      if (GROUPS > 1u) { s1 += pointwise[block + 1u] * values; }
      if (GROUPS > 2u) { s2 += pointwise[block + 2u] * values; }
      if (GROUPS > 3u) { s3 += pointwise[block + 3u] * values; }
    }
    let at = (row * PATCH_W + run) * GROUPS;
    keep(at, s0);
    if (GROUPS > 1u) { keep(at + 1u, s1); }
    if (GROUPS > 2u) { keep(at + 2u, s2); }
    if (GROUPS > 3u) { keep(at + 3u, s3); }
  }
  workgroupBarrier();
  for (var index = thread; index < TILE_W * TILE_H * GROUPS; index += THREADS) {
    let slot = index % GROUPS;
    let group = firstGroup + slot;
    let pixel = index / GROUPS;
    let row = tileRow + pixel / TILE_W;
    let column = tileColumn + pixel % TILE_W;
    if (group < sizes.outGroups && row < sizes.outHeight && column < sizes.outWidth) {
      let maximum = pooled(row, column, 2u * (pixel / TILE_W), 2u * (pixel % TILE_W), slot);
      output[((item * sizes.outHeight + row) * sizes.outWidth + column) * sizes.outGroups + group] = bias[group] + maximum + residualAt(item, row, column, group);
    }
  }
}

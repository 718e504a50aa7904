// End of an Xception module in one pass: depthwise 3x3, pointwise, 3x3/2 max-pool, plus a 1x1/2 convolution of the module's input.
// output[y, x, o] = max over ky, kx of mixed[2y + ky - T, 2x + kx - L, o] + sum over i of residual[2y, 2x, i] * residualWeights[i, o]
// mixed[y, x, o]  = bias[o] + sum over i of pointwise[i, o] * (sum over ky, kx of input[y + ky - 1, x + kx - 1, i] * depthwise[ky, kx, i])
//
// activeItems      [1]                                  how many of the batch's items exist
// input            [batch, IN_H, IN_W, IN_C/4] vec4f
// depthwise        [3, 3, IN_C/4] vec4f
// pointwise        [IN_C, OUT_C/4] vec4f, over output channels
// bias             [OUT_C/4] vec4f                      of both branches: a constant passes through a maximum
// residual         [batch, IN_H, IN_W, RESIDUAL_C/4] vec4f
// residualWeights  [RESIDUAL_C, OUT_C/4] vec4f, over output channels
// output           [batch, OUT_H, OUT_W, OUT_C/4] vec4f
//
// One workgroup: a tile of TILE_W x TILE_H outputs of one item. Its patch of (2 TILE_W + 1) x (2 TILE_H + 1) pixels before the pool is
// kept in workgroup memory: depthwise results of all channels, and mixed results of CHUNK output groups at a time.
// One invocation: some (pixel, four channels), then some (four pixels in a row, four channels), then some (output, four channels).
// Edge: taps of the depthwise half outside the input add nothing; pixels outside the input are never the maximum.

override IN_H: u32 = 1;
override IN_W: u32 = 1;
override IN_GROUPS: u32 = 1;
override OUT_H: u32 = 1;
override OUT_W: u32 = 1;
override OUT_GROUPS: u32 = 1;
override RESIDUAL_GROUPS: u32 = 1;
override PAD_TOP: u32 = 0;
override PAD_LEFT: u32 = 0;
override TILE_W: u32 = 1;
override TILE_H: u32 = 1;
override CHUNK: u32 = 1;
override THREADS: u32 = 64;
override PATCH_W: u32 = 2u * TILE_W + 1u;
override PATCH: u32 = (PATCH_W * (2u * TILE_H + 1u) + 3u) / 4u * 4u; // whole rows of four pixels

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> depthwise: array<vec4f>;
@group(0) @binding(3) var<storage, read> pointwise: array<vec4f>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read> residual: array<vec4f>;
@group(0) @binding(6) var<storage, read> residualWeights: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> output: array<vec4f>;

var<workgroup> filtered: array<vec4f, PATCH * IN_GROUPS>;
var<workgroup> mixed: array<vec4f, PATCH * CHUNK>;

fn depthwiseAt(item: u32, row: u32, column: u32, group: u32) -> vec4f {
  var sum = vec4f();
  for (var ky = 0u; ky < 3u; ky++) {
    let y = row + ky - 1u;
    if (y >= IN_H) { // also above the top edge, where the unsigned difference wraps
      continue;
    }
    for (var kx = 0u; kx < 3u; kx++) {
      let x = column + kx - 1u;
      if (x < IN_W) {
        sum += input[((item * IN_H + y) * IN_W + x) * IN_GROUPS + group] * depthwise[(ky * 3u + kx) * IN_GROUPS + group];
      }
    }
  }
  return sum;
}

// Four pixels of the patch at once, so that each weight is read once for all of them.
fn mix4(pixel: u32, group: u32, slot: u32) {
  var sum0 = bias[group];
  var sum1 = sum0;
  var sum2 = sum0;
  var sum3 = sum0;
  var weight = group;
  for (var i = 0u; i < IN_GROUPS; i++) {
    let w0 = pointwise[weight];
    let w1 = pointwise[weight + OUT_GROUPS];
    let w2 = pointwise[weight + 2u * OUT_GROUPS];
    let w3 = pointwise[weight + 3u * OUT_GROUPS];
    let v0 = filtered[pixel * IN_GROUPS + i];
    let v1 = filtered[(pixel + 1u) * IN_GROUPS + i];
    let v2 = filtered[(pixel + 2u) * IN_GROUPS + i];
    let v3 = filtered[(pixel + 3u) * IN_GROUPS + i];
    sum0 += v0.x * w0 + v0.y * w1 + v0.z * w2 + v0.w * w3;
    sum1 += v1.x * w0 + v1.y * w1 + v1.z * w2 + v1.w * w3;
    sum2 += v2.x * w0 + v2.y * w1 + v2.z * w2 + v2.w * w3;
    sum3 += v3.x * w0 + v3.y * w1 + v3.z * w2 + v3.w * w3;
    weight += 4u * OUT_GROUPS;
  }
  mixed[pixel * CHUNK + slot] = sum0;
  mixed[(pixel + 1u) * CHUNK + slot] = sum1;
  mixed[(pixel + 2u) * CHUNK + slot] = sum2;
  mixed[(pixel + 3u) * CHUNK + slot] = sum3;
}

// `row` and `column` of the output; `patchRow` and `patchColumn` of its window in the patch.
fn pooled(row: u32, column: u32, patchRow: u32, patchColumn: u32, slot: u32) -> vec4f {
  var maximum = vec4f(-3.4028234e38);
  for (var ky = 0u; ky < 3u; ky++) {
    if (2u * row + ky - PAD_TOP >= IN_H) {
      continue;
    }
    for (var kx = 0u; kx < 3u; kx++) {
      if (2u * column + kx - PAD_LEFT < IN_W) {
        maximum = max(maximum, mixed[((patchRow + ky) * PATCH_W + patchColumn + kx) * CHUNK + slot]);
      }
    }
  }
  return maximum;
}

fn residualAt(item: u32, row: u32, column: u32, group: u32) -> vec4f {
  var sum = vec4f();
  let source = ((item * IN_H + 2u * row) * IN_W + 2u * column) * RESIDUAL_GROUPS;
  var weight = group;
  for (var i = 0u; i < RESIDUAL_GROUPS; i++) {
    let value = residual[source + i];
    sum += value.x * residualWeights[weight];
    sum += value.y * residualWeights[weight + OUT_GROUPS];
    sum += value.z * residualWeights[weight + 2u * OUT_GROUPS];
    sum += value.w * residualWeights[weight + 3u * OUT_GROUPS];
    weight += 4u * OUT_GROUPS;
  }
  return sum;
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let item = workgroup.z;
  if (item >= activeItems[0]) {
    return;
  }
  let top = 2u * workgroup.y * TILE_H - PAD_TOP;
  let left = 2u * workgroup.x * TILE_W - PAD_LEFT;
  for (var index = thread; index < PATCH * IN_GROUPS; index += THREADS) {
    let pixel = index / IN_GROUPS;
    filtered[index] = depthwiseAt(item, top + pixel / PATCH_W, left + pixel % PATCH_W, index % IN_GROUPS);
  }
  workgroupBarrier();

  for (var first = 0u; first < OUT_GROUPS; first += CHUNK) {
    for (var index = thread; index < PATCH / 4u * CHUNK; index += THREADS) {
      if (first + index % CHUNK < OUT_GROUPS) {
        mix4(index / CHUNK * 4u, first + index % CHUNK, index % CHUNK);
      }
    }
    workgroupBarrier();
    for (var index = thread; index < TILE_W * TILE_H * CHUNK; index += THREADS) {
      let group = first + index % CHUNK;
      let pixel = index / CHUNK;
      let row = workgroup.y * TILE_H + pixel / TILE_W;
      let column = workgroup.x * TILE_W + pixel % TILE_W;
      if (group < OUT_GROUPS && row < OUT_H && column < OUT_W) {
        let maximum = pooled(row, column, 2u * (pixel / TILE_W), 2u * (pixel % TILE_W), index % CHUNK);
        output[((item * OUT_H + row) * OUT_W + column) * OUT_GROUPS + group] = maximum + residualAt(item, row, column, group);
      }
    }
    workgroupBarrier();
  }
}

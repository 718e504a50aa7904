// Depthwise 3x3, pointwise, bias, optional skip and ReLU in one pass:
// output[y, x, o] = activation(bias[o] + skip[y, x, o] + sum over i of pointwise[i, o] * (sum over ky, kx of input[y*S + ky - T, x*S + kx - T, i] * depthwise[ky, kx, i])).
//
// activeItems  [1]                                  how many of the batch's items exist
// input        [batch, IN_H, IN_W, IN_C/4] vec4f
// depthwise    [3, 3, IN_C/4] vec4f
// pointwise    [IN_C, OUT_C/4] vec4f, over output channels
// bias         [OUT_C/4] vec4f                      a bias of the depthwise half is folded into it
// skipInput    SKIP 1: [batch, OUT_H, OUT_W, SKIP_C/4]; SKIP 2: [batch, 2 OUT_H, 2 OUT_W, SKIP_C/4], its 2x2 maximum; SKIP 0: unused
// output       [batch, OUT_H, OUT_W, OUT_C/4] vec4f
//
// One workgroup: a tile of TILE_W x TILE_H outputs of one item; the depthwise results of all channels stay in workgroup memory.
// One invocation: first some (pixel, four channels) of the depthwise half, then some (four pixels in a row, four output channels).
// Edge: taps outside the input add nothing; a skip with fewer channels than the output is continued with zeros.

override IN_H: u32 = 1;
override IN_W: u32 = 1;
override IN_GROUPS: u32 = 1;
override OUT_H: u32 = 1;
override OUT_W: u32 = 1;
override OUT_GROUPS: u32 = 1;
override STRIDE: u32 = 1;
override PAD: u32 = 1;
override SKIP: u32 = 0;
override SKIP_GROUPS: u32 = 1;
override RELU: bool = false;
override TILE_W: u32 = 4;
override TILE_H: u32 = 1;
override THREADS: u32 = 64;

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> depthwise: array<vec4f>;
@group(0) @binding(3) var<storage, read> pointwise: array<vec4f>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read> skipInput: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> output: array<vec4f>;

var<workgroup> tile: array<vec4f, TILE_W * TILE_H * IN_GROUPS>;

fn depthwiseAt(item: u32, row: u32, column: u32, group: u32) -> vec4f {
  var sum = vec4f();
  for (var ky = 0u; ky < 3u; ky++) {
    let y = row * STRIDE + ky - PAD;
    if (y >= IN_H) { // also above the top edge, where the unsigned difference wraps
      continue;
    }
    for (var kx = 0u; kx < 3u; kx++) {
      let x = column * STRIDE + kx - PAD;
      if (x < IN_W) {
        sum += input[((item * IN_H + y) * IN_W + x) * IN_GROUPS + group] * depthwise[(ky * 3u + kx) * IN_GROUPS + group];
      }
    }
  }
  return sum;
}

fn skipAt(item: u32, row: u32, column: u32, group: u32) -> vec4f {
  if (SKIP == 0u || group >= SKIP_GROUPS) {
    return vec4f();
  }
  if (SKIP == 1u) {
    return skipInput[((item * OUT_H + row) * OUT_W + column) * SKIP_GROUPS + group];
  }
  let above = ((item * 2u * OUT_H + 2u * row) * 2u * OUT_W + 2u * column) * SKIP_GROUPS + group;
  let below = above + 2u * OUT_W * SKIP_GROUPS;
  return max(max(skipInput[above], skipInput[above + SKIP_GROUPS]), max(skipInput[below], skipInput[below + SKIP_GROUPS]));
}

fn store(item: u32, row: u32, column: u32, group: u32, sum: vec4f) {
  if (row >= OUT_H || column >= OUT_W) {
    return;
  }
  let value = sum + skipAt(item, row, column, group);
  output[((item * OUT_H + row) * OUT_W + column) * OUT_GROUPS + group] = select(value, max(value, vec4f()), RELU);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let item = workgroup.z;
  if (item >= activeItems[0]) {
    return;
  }
  let top = workgroup.y * TILE_H;
  let left = workgroup.x * TILE_W;

  for (var index = thread; index < TILE_W * TILE_H * IN_GROUPS; index += THREADS) {
    let group = index % IN_GROUPS;
    let pixel = index / IN_GROUPS;
    tile[index] = depthwiseAt(item, top + pixel / TILE_W, left + pixel % TILE_W, group);
  }
  workgroupBarrier();

  for (var index = thread; index < TILE_W / 4u * TILE_H * OUT_GROUPS; index += THREADS) {
    let group = index % OUT_GROUPS;
    let pixel = index / OUT_GROUPS * 4u;
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
      let v0 = tile[pixel * IN_GROUPS + i];
      let v1 = tile[(pixel + 1u) * IN_GROUPS + i];
      let v2 = tile[(pixel + 2u) * IN_GROUPS + i];
      let v3 = tile[(pixel + 3u) * IN_GROUPS + i];
      sum0 += v0.x * w0 + v0.y * w1 + v0.z * w2 + v0.w * w3;
      sum1 += v1.x * w0 + v1.y * w1 + v1.z * w2 + v1.w * w3;
      sum2 += v2.x * w0 + v2.y * w1 + v2.z * w2 + v2.w * w3;
      sum3 += v3.x * w0 + v3.y * w1 + v3.z * w2 + v3.w * w3;
      weight += 4u * OUT_GROUPS;
    }
    let row = top + pixel / TILE_W;
    let column = left + pixel % TILE_W;
    store(item, row, column, group, sum0);
    store(item, row, column + 1u, group, sum1);
    store(item, row, column + 2u, group, sum2);
    store(item, row, column + 3u, group, sum3);
  }
}

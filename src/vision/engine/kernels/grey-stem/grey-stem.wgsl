// First layers of mini-Xception in one pass: two 3x3 convolutions without padding, each with bias and ReLU; the first reads one channel.
// middle[y, x, m] = relu(firstBias[m] + sum over ky, kx of input[y + ky, x + kx].x * firstWeights[ky, kx, m])
// output[y, x, o] = relu(secondBias[o] + sum over ky, kx, m of middle[y + ky, x + kx, m] * secondWeights[ky, kx, m, o])
//
// activeItems    [1]                                  how many of the batch's items exist
// input          [batch, OUT_H + 4, OUT_W + 4] vec4f  grey in x, the rest unused
// firstWeights   [3, 3, MIDDLE_C/4] vec4f
// firstBias      [MIDDLE_C/4] vec4f
// secondWeights  [3, 3, MIDDLE_C, OUT_C/4] vec4f, over output channels
// secondBias     [OUT_C/4] vec4f
// output         [batch, OUT_H, OUT_W, OUT_C/4] vec4f
//
// One workgroup: 8 x 8 outputs of one item, from 12 x 12 inputs through 10 x 10 middle pixels in workgroup memory.
// One invocation: some inputs, then some (middle pixel, four channels), then some (output, four channels).
// Edge: outputs outside are not written; inputs outside count as zero and reach no output that is.

override OUT_H: u32 = 1;
override OUT_W: u32 = 1;
override MIDDLE_GROUPS: u32 = 1;
override OUT_GROUPS: u32 = 1;

const TILE = 8u;
const MIDDLE = TILE + 2u;
const PATCH = TILE + 4u;
const THREADS = 64u;

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> firstWeights: array<vec4f>;
@group(0) @binding(3) var<storage, read> firstBias: array<vec4f>;
@group(0) @binding(4) var<storage, read> secondWeights: array<vec4f>;
@group(0) @binding(5) var<storage, read> secondBias: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> output: array<vec4f>;

var<workgroup> grey: array<f32, PATCH * PATCH>;
var<workgroup> middle: array<vec4f, MIDDLE * MIDDLE * MIDDLE_GROUPS>;

fn greyAt(item: u32, row: u32, column: u32) -> f32 {
  if (row >= OUT_H + 4u || column >= OUT_W + 4u) {
    return 0.0;
  }
  return input[(item * (OUT_H + 4u) + row) * (OUT_W + 4u) + column].x;
}

fn middleAt(row: u32, column: u32, group: u32) -> vec4f {
  var sum = firstBias[group];
  for (var ky = 0u; ky < 3u; ky++) {
    for (var kx = 0u; kx < 3u; kx++) {
      sum += grey[(row + ky) * PATCH + column + kx] * firstWeights[(ky * 3u + kx) * MIDDLE_GROUPS + group];
    }
  }
  return max(sum, vec4f());
}

fn outputAt(row: u32, column: u32, group: u32) -> vec4f {
  var sum = secondBias[group];
  var weight = group;
  for (var ky = 0u; ky < 3u; ky++) {
    for (var kx = 0u; kx < 3u; kx++) {
      let source = ((row + ky) * MIDDLE + column + kx) * MIDDLE_GROUPS;
      for (var i = 0u; i < MIDDLE_GROUPS; i++) {
        let value = middle[source + i];
        sum += value.x * secondWeights[weight];
        sum += value.y * secondWeights[weight + OUT_GROUPS];
        sum += value.z * secondWeights[weight + 2u * OUT_GROUPS];
        sum += value.w * secondWeights[weight + 3u * OUT_GROUPS];
        weight += 4u * OUT_GROUPS;
      }
    }
  }
  return max(sum, vec4f());
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let item = workgroup.z;
  if (item >= activeItems[0]) {
    return;
  }
  let top = workgroup.y * TILE;
  let left = workgroup.x * TILE;
  for (var index = thread; index < PATCH * PATCH; index += THREADS) {
    grey[index] = greyAt(item, top + index / PATCH, left + index % PATCH);
  }
  workgroupBarrier();
  for (var index = thread; index < MIDDLE * MIDDLE * MIDDLE_GROUPS; index += THREADS) {
    let pixel = index / MIDDLE_GROUPS;
    middle[index] = middleAt(pixel / MIDDLE, pixel % MIDDLE, index % MIDDLE_GROUPS);
  }
  workgroupBarrier();
  for (var index = thread; index < TILE * TILE * OUT_GROUPS; index += THREADS) {
    let pixel = index / OUT_GROUPS;
    let row = top + pixel / TILE;
    let column = left + pixel % TILE;
    if (row < OUT_H && column < OUT_W) {
      output[((item * OUT_H + row) * OUT_W + column) * OUT_GROUPS + index % OUT_GROUPS] = outputAt(pixel / TILE, pixel % TILE, index % OUT_GROUPS);
    }
  }
}

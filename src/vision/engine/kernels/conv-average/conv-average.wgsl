// Head of mini-Xception in one pass: a square convolution (SAME, stride 1), averaged over all pixels.
// output[o] = bias[o] + 1 / (H * W) * sum over y, x, i of input[y, x, i] * (sum of weights[ky, kx, i, o] over the taps that read it)
//
// activeItems  [1]                                  how many of the batch's items exist
// input        [batch, H, W, IN_C/4] vec4f
// weights      [KERNEL, KERNEL, IN_C/4, OUT_C/4] mat4x4f, a column for each input channel
// bias         [OUT_C/4] vec4f
// output       [batch, OUT_C/4] vec4f
//
// One workgroup: four output channels of one item. One invocation: some (pixel, four input channels); their sums are then halved.
// Edge: a tap reads an input pixel if the output pixel it belongs to exists, so padding adds nothing.

override H: u32 = 1;
override W: u32 = 1;
override IN_GROUPS: u32 = 1;
override OUT_GROUPS: u32 = 1;
override KERNEL: u32 = 3;

const THREADS = 64u;

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> weights: array<mat4x4f>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4f>;

var<workgroup> partial: array<vec4f, THREADS>;

// What one input pixel's four channels add to the four output channels of `group`, over all pixels that read it.
fn share(item: u32, pixel: u32, inGroup: u32, group: u32) -> vec4f {
  let value = input[(item * H * W + pixel) * IN_GROUPS + inGroup];
  var sum = vec4f();
  for (var ky = 0u; ky < KERNEL; ky++) {
    let row = pixel / W + KERNEL / 2u - ky;
    if (row >= H) { // also above the top edge, where the unsigned difference wraps
      continue;
    }
    for (var kx = 0u; kx < KERNEL; kx++) {
      let column = pixel % W + KERNEL / 2u - kx;
      if (column < W) {
        sum += weights[((ky * KERNEL + kx) * IN_GROUPS + inGroup) * OUT_GROUPS + group] * value;
      }
    }
  }
  return sum;
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let item = workgroup.z;
  if (item >= activeItems[0]) {
    return;
  }
  let group = workgroup.x;
  var own = vec4f();
  for (var index = thread; index < H * W * IN_GROUPS; index += THREADS) {
    own += share(item, index / IN_GROUPS, index % IN_GROUPS, group);
  }
  partial[thread] = own;
  workgroupBarrier();
  for (var step = THREADS / 2u; step > 0u; step /= 2u) {
    if (thread < step) {
      partial[thread] += partial[thread + step];
    }
    workgroupBarrier();
  }
  if (thread == 0u) {
    output[item * OUT_GROUPS + group] = bias[group] + partial[0] / f32(H * W);
  }
}

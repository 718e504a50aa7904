// Convolution with bias: output[y, x, o] = activation(bias[o] + sum over ky, kx, i of input[y*S + ky - T, x*S + kx - L, i] * weights[ky, kx, i, o]).
//
// activeItems  [1]                                  how many of the batch's items exist; the others are left as they are
// input        [batch, IN_H, IN_W, IN_C/4] vec4f
// weights      [KERNEL, KERNEL, IN_C, OUT_C/4] vec4f, over output channels
// bias         [OUT_C/4] vec4f
// output       [batch, OUT_H, OUT_W, OUT_C/4] vec4f
//
// One workgroup: 64 neighbouring outputs of one item, channels fastest. One invocation: one pixel, four output channels.
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

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> weights: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  if (item >= activeItems[0] || id.x >= OUT_H * OUT_W * OUT_GROUPS) {
    return;
  }
  let group = id.x % OUT_GROUPS;
  let column = (id.x / OUT_GROUPS) % OUT_W;
  let row = id.x / (OUT_GROUPS * OUT_W);
  var sum = bias[group];
  for (var ky = 0u; ky < KERNEL; ky++) {
    let y = row * STRIDE + ky - PAD_TOP;
    if (y >= IN_H) { // also above the top edge, where the unsigned difference wraps
      continue;
    }
    for (var kx = 0u; kx < KERNEL; kx++) {
      let x = column * STRIDE + kx - PAD_LEFT;
      if (x >= IN_W) {
        continue;
      }
      let source = ((item * IN_H + y) * IN_W + x) * IN_GROUPS;
      var weight = (ky * KERNEL + kx) * IN_GROUPS * 4u * OUT_GROUPS + group;
      for (var i = 0u; i < IN_GROUPS; i++) {
        let value = input[source + i];
        sum += value.x * weights[weight];
        sum += value.y * weights[weight + OUT_GROUPS];
        sum += value.z * weights[weight + 2u * OUT_GROUPS];
        sum += value.w * weights[weight + 3u * OUT_GROUPS];
        weight += 4u * OUT_GROUPS;
      }
    }
  }
  output[item * OUT_H * OUT_W * OUT_GROUPS + id.x] = select(sum, max(sum, vec4f()), RELU);
}

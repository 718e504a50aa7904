// End of a mini-Xception module: output[y, x, o] = max over the 3x3 window of main[2y + ky - T, 2x + kx - L, o]
//                                                  + bias[o] + sum over i of residual[2y, 2x, i] * weights[i, o].
//
// activeItems  [1]                                  how many of the batch's items exist
// main         [batch, IN_H, IN_W, OUT_C/4] vec4f   not rectified: its maxima may be negative
// residual     [batch, IN_H, IN_W, IN_C/4] vec4f    the module's input
// weights      [IN_C, OUT_C/4] vec4f, over output channels
// bias         [OUT_C/4] vec4f
// output       [batch, OUT_H, OUT_W, OUT_C/4] vec4f
//
// One workgroup: 64 neighbouring outputs of one item, channels fastest. One invocation: one pixel, four output channels.
// Edge: taps of the window outside the input count as minus infinity.

override IN_H: u32 = 1;
override IN_W: u32 = 1;
override IN_GROUPS: u32 = 1;
override OUT_H: u32 = 1;
override OUT_W: u32 = 1;
override OUT_GROUPS: u32 = 1;
override PAD_TOP: u32 = 0;
override PAD_LEFT: u32 = 0;

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> mainInput: array<vec4f>;
@group(0) @binding(2) var<storage, read> residual: array<vec4f>;
@group(0) @binding(3) var<storage, read> weights: array<vec4f>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  if (item >= activeItems[0] || id.x >= OUT_H * OUT_W * OUT_GROUPS) {
    return;
  }
  let group = id.x % OUT_GROUPS;
  let column = (id.x / OUT_GROUPS) % OUT_W;
  let row = id.x / (OUT_GROUPS * OUT_W);

  var maximum = vec4f(-3.4028234e38);
  for (var ky = 0u; ky < 3u; ky++) {
    let y = 2u * row + ky - PAD_TOP;
    if (y >= IN_H) { // also above the top edge, where the unsigned difference wraps
      continue;
    }
    for (var kx = 0u; kx < 3u; kx++) {
      let x = 2u * column + kx - PAD_LEFT;
      if (x < IN_W) {
        maximum = max(maximum, mainInput[((item * IN_H + y) * IN_W + x) * OUT_GROUPS + group]);
      }
    }
  }

  var sum = bias[group];
  let source = ((item * IN_H + 2u * row) * IN_W + 2u * column) * IN_GROUPS;
  var weight = group;
  for (var i = 0u; i < IN_GROUPS; i++) {
    let value = residual[source + i];
    sum += value.x * weights[weight];
    sum += value.y * weights[weight + OUT_GROUPS];
    sum += value.z * weights[weight + 2u * OUT_GROUPS];
    sum += value.w * weights[weight + 3u * OUT_GROUPS];
    weight += 4u * OUT_GROUPS;
  }
  output[item * OUT_H * OUT_W * OUT_GROUPS + id.x] = maximum + sum;
}

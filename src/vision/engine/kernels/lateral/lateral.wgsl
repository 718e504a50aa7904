// One step down a feature pyramid: output[y, x, o] = max(0, bias[o] + sum over i of input[y, x, i] * weights[i, o]) + coarse enlarged twice at [y, x, o].
// Enlarging is bilinear with half-pixel centres: three quarters of the nearest coarse pixel, one quarter of the next on that side.
//
// activeItems  [1]                                  how many of the batch's items exist
// input        [batch, H, W, IN_C/4] vec4f
// coarse       [batch, H/2, W/2, OUT_C/4] vec4f
// weights      [IN_C, OUT_C/4] vec4f, over output channels
// bias         [OUT_C/4] vec4f
// output       [batch, H, W, OUT_C/4] vec4f
//
// One workgroup: 64 neighbouring outputs of one item, channels fastest. One invocation: one pixel, four output channels.
// Edge: beyond the coarse map its last row and column repeat.

override H: u32 = 2;
override W: u32 = 2;
override IN_GROUPS: u32 = 1;
override OUT_GROUPS: u32 = 1;

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> coarse: array<vec4f>;
@group(0) @binding(3) var<storage, read> weights: array<vec4f>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  if (item >= activeItems[0] || id.x >= H * W * OUT_GROUPS) {
    return;
  }
  let group = id.x % OUT_GROUPS;
  let column = (id.x / OUT_GROUPS) % W;
  let row = id.x / (OUT_GROUPS * W);

  var sum = bias[group];
  let source = ((item * H + row) * W + column) * IN_GROUPS;
  var weight = group;
  for (var i = 0u; i < IN_GROUPS; i++) {
    let value = input[source + i];
    sum += value.x * weights[weight];
    sum += value.y * weights[weight + OUT_GROUPS];
    sum += value.z * weights[weight + 2u * OUT_GROUPS];
    sum += value.w * weights[weight + 3u * OUT_GROUPS];
    weight += 4u * OUT_GROUPS;
  }

  let coarseH = H / 2u;
  let coarseW = W / 2u;
  let y0 = row / 2u;
  let x0 = column / 2u;
  let y1 = select(max(y0, 1u) - 1u, min(y0 + 1u, coarseH - 1u), row % 2u == 1u);
  let x1 = select(max(x0, 1u) - 1u, min(x0 + 1u, coarseW - 1u), column % 2u == 1u);
  let first = item * coarseH * coarseW * OUT_GROUPS + group;
  let near = 0.75 * coarse[first + (y0 * coarseW + x0) * OUT_GROUPS] + 0.25 * coarse[first + (y0 * coarseW + x1) * OUT_GROUPS];
  let far = 0.75 * coarse[first + (y1 * coarseW + x0) * OUT_GROUPS] + 0.25 * coarse[first + (y1 * coarseW + x1) * OUT_GROUPS];
  output[item * H * W * OUT_GROUPS + id.x] = max(sum, vec4f()) + 0.75 * near + 0.25 * far;
}

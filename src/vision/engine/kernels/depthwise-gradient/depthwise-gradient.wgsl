// Gradient of a depthwise 3x3 convolution (SAME, stride 1) with respect to its input, and on through the ReLU that gave that input:
// sum[y, x, c]    = sum over ky, kx of gradient[y + 1 - ky, x + 1 - kx, c] * weights[ky, kx, c], + strided[y / 2, x / 2, c] at even y and x
// output[y, x, c] = activation[y, x, c] > 0 ? sum[y, x, c] : 0, and guided also only where sum > 0
//
// activeItems  [1]                                  how many of the batch's items exist
// gradient     [batch, height, width, groups] vec4f
// weights      [3, 3, groups] vec4f                 of the convolution itself
// strided      strided 1: [batch, ceil(height / 2), ceil(width / 2), groups] vec4f, the gradient of a 1x1/2 convolution; strided 0: unused
// activation   gate 1, 2: [batch, height, width, groups] vec4f, what the ReLU gave; gate 0: unused
// output       [batch, height, width, groups] vec4f
// layer        what differs between layers that share a pipeline; gate 1 is plain, 2 guided
//
// One invocation: four channels of one pixel.
// Edge: outputs of the convolution that do not exist have no gradient.

struct Layer {
  height: u32,
  width: u32,
  groups: u32,
  strided: u32,
  gate: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(2) var<storage, read> weights: array<vec4f>;
@group(0) @binding(3) var<storage, read> strided: array<vec4f>;
@group(0) @binding(4) var<storage, read> activation: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(6) var<uniform> layer: Layer;

fn filtered(item: u32, row: u32, column: u32, group: u32) -> vec4f {
  var sum = vec4f();
  for (var tap = 0u; tap < 9u; tap++) {
    let y = row + 1u - tap / 3u;
    let x = column + 1u - tap % 3u;
    if (y < layer.height && x < layer.width) { // not before the first either, where the unsigned difference wraps
      sum += gradient[((item * layer.height + y) * layer.width + x) * layer.groups + group] * weights[tap * layer.groups + group];
    }
  }
  return sum;
}

fn stridedAt(item: u32, row: u32, column: u32, group: u32) -> vec4f {
  if (layer.strided == 0u || row % 2u == 1u || column % 2u == 1u) {
    return vec4f();
  }
  let y = item * ((layer.height + 1u) / 2u) + row / 2u;
  return strided[(y * ((layer.width + 1u) / 2u) + column / 2u) * layer.groups + group];
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let group = id.x % layer.groups;
  let column = id.x / layer.groups % layer.width;
  let row = id.x / layer.groups / layer.width;
  if (item >= activeItems[0] || row >= layer.height) {
    return;
  }
  let index = ((item * layer.height + row) * layer.width + column) * layer.groups + group;
  let sum = filtered(item, row, column, group) + stridedAt(item, row, column, group);
  if (layer.gate == 0u) {
    output[index] = sum;
    return;
  }
  let passes = (activation[index] > vec4f()) & ((sum > vec4f()) | vec4<bool>(layer.gate == 1u));
  output[index] = select(vec4f(), sum, passes);
}

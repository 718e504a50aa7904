// The greatest value of each 3x3/2 window, whose position is known, plus a residual.
// output[y, x, c] = input[2y + ky - T, 2x + kx - L, c] + residual[y, x, c], where argmax[y, x, c] = 3 * ky + kx
//
// activeItems  [1]                                  how many of the batch's items exist
// input        [batch, inHeight, inWidth, groups] vec4f
// argmax       [batch, outHeight, outWidth, groups] vec4f, whole numbers from 0 to 8 that point at pixels of the input
// residual     [batch, outHeight, outWidth, groups] vec4f
// output       [batch, outHeight, outWidth, groups] vec4f
// layer        what differs between layers that share a pipeline
//
// One invocation: four channels of one window.

struct Layer {
  inHeight: u32,
  inWidth: u32,
  outHeight: u32,
  outWidth: u32,
  groups: u32,
  padTop: u32,
  padLeft: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> argmax: array<vec4f>;
@group(0) @binding(3) var<storage, read> residual: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(5) var<uniform> layer: Layer;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let group = id.x % layer.groups;
  let column = id.x / layer.groups % layer.outWidth;
  let row = id.x / layer.groups / layer.outWidth;
  if (item >= activeItems[0] || row >= layer.outHeight) {
    return;
  }
  let index = ((item * layer.outHeight + row) * layer.outWidth + column) * layer.groups + group;
  let place = vec4u(argmax[index]);
  var sum = residual[index];
  for (var channel = 0u; channel < 4u; channel++) {
    let y = 2u * row + place[channel] / 3u - layer.padTop;
    let x = 2u * column + place[channel] % 3u - layer.padLeft;
    sum[channel] += input[((item * layer.inHeight + y) * layer.inWidth + x) * layer.groups + group][channel];
  }
  output[index] = sum;
}

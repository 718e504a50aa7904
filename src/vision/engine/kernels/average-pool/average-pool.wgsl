// Mean of each 2x2 window.
// output[y, x, c] = (input[2y, 2x, c] + input[2y, 2x + 1, c] + input[2y + 1, 2x, c] + input[2y + 1, 2x + 1, c]) / 4
//
// activeItems  [1]                                         how many of the batch's items exist
// input        [batch, 2 outHeight, 2 outWidth, groups] vec4f
// output       [batch, outHeight, outWidth, groups] vec4f
// layer        what differs between layers that share a pipeline
//
// One invocation: four channels of one window.

struct Layer {
  outHeight: u32,
  outWidth: u32,
  groups: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(3) var<uniform> layer: Layer;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let group = id.x % layer.groups;
  let column = id.x / layer.groups % layer.outWidth;
  let row = id.x / layer.groups / layer.outWidth;
  if (item >= activeItems[0] || row >= layer.outHeight) {
    return;
  }
  let upper = ((item * layer.outHeight + row) * 4u * layer.outWidth + 2u * column) * layer.groups + group;
  let lower = upper + 2u * layer.outWidth * layer.groups;
  let sum = input[upper] + input[upper + layer.groups] + input[lower] + input[lower + layer.groups];
  output[((item * layer.outHeight + row) * layer.outWidth + column) * layer.groups + group] = 0.25 * sum;
}

// Gradient of a 2x2 mean of what a ReLU gave: each pixel takes a quarter of its window's, where the ReLU let it through.
// output[y, x, c] = activation[y, x, c] > 0 ? gradient[y / 2, x / 2, c] / 4 : 0, and guided also only where gradient > 0
//
// activeItems  [1]                                         how many of the batch's items exist
// gradient     [batch, outHeight, outWidth, groups] vec4f
// activation   [batch, 2 outHeight, 2 outWidth, groups] vec4f  what the ReLU gave
// output       [batch, 2 outHeight, 2 outWidth, groups] vec4f
// layer        what differs between layers that share a pipeline
//
// One invocation: four channels of one pixel.

struct Layer {
  outHeight: u32,
  outWidth: u32,
  groups: u32,
  guided: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(2) var<storage, read> activation: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(4) var<uniform> layer: Layer;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let width = 2u * layer.outWidth;
  let group = id.x % layer.groups;
  let column = id.x / layer.groups % width;
  let row = id.x / layer.groups / width;
  if (item >= activeItems[0] || row >= 2u * layer.outHeight) {
    return;
  }
  let index = ((item * 2u * layer.outHeight + row) * width + column) * layer.groups + group;
  let arrived = 0.25 * gradient[((item * layer.outHeight + row / 2u) * layer.outWidth + column / 2u) * layer.groups + group];
  let passes = (activation[index] > vec4f()) & ((arrived > vec4f()) | vec4<bool>(layer.guided == 0u));
  output[index] = select(vec4f(), arrived, passes);
}

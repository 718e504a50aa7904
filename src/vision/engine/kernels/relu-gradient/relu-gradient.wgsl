// Gradient through a ReLU: output = activation > 0 ? gradient : 0, and guided also only where gradient > 0.
//
// activeItems  [1]                   how many of the batch's items exist
// gradient     [batch, vectors] vec4f
// activation   [batch, vectors] vec4f  what the ReLU gave
// output       [batch, vectors] vec4f
// layer        what differs between layers that share a pipeline
//
// One invocation: four channels of one pixel.

struct Layer {
  vectors: u32,
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
  if (item >= activeItems[0] || id.x >= layer.vectors) {
    return;
  }
  let index = item * layer.vectors + id.x;
  let arrived = gradient[index];
  let passes = (activation[index] > vec4f()) & ((arrived > vec4f()) | vec4<bool>(layer.guided == 0u));
  output[index] = select(vec4f(), arrived, passes);
}

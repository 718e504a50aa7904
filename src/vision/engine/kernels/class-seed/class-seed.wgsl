// Where a gradient starts: of one class's mean over all pixels, or of the sum over all pixels of the greatest of the classes there.
// output[y, x, c] = c == chosen ? 1 / (height * width) : 0                          chosen 0 to 3
// output[y, x, c] = c is the first of the classes with the greatest score ? 1 : 0   chosen 4
//
// activeItems  [1]                        how many of the batch's items exist
// scores       [batch, pixels] vec4f      a map for each of up to four classes
// output       [batch, pixels] vec4f
// layer        what differs between layers that share a pipeline
//
// One invocation: one pixel.

struct Layer {
  pixels: u32,
  classes: u32,
  chosen: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> scores: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(3) var<uniform> layer: Layer;

fn greatest(score: vec4f) -> u32 {
  var best = 0u;
  for (var channel = 1u; channel < layer.classes; channel++) {
    if (score[channel] > score[best]) {
      best = channel;
    }
  }
  return best;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  if (item >= activeItems[0] || id.x >= layer.pixels) {
    return;
  }
  let index = item * layer.pixels + id.x;
  var seed = vec4f();
  if (layer.chosen < 4u) {
    seed[layer.chosen] = 1.0 / f32(layer.pixels);
  } else {
    seed[greatest(scores[index])] = 1.0;
  }
  output[index] = seed;
}

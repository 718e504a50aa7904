// Global average: output[o] = mean over y, x of input[y, x, o].
//
// activeItems  [1]                                  how many of the batch's items exist
// input        [batch, PIXELS, GROUPS] vec4f
// output       [batch, GROUPS] vec4f
//
// One workgroup: 64 groups of one item. One invocation: four channels. There are no edges.

override PIXELS: u32 = 1;
override GROUPS: u32 = 1;

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  if (item >= activeItems[0] || id.x >= GROUPS) {
    return;
  }
  var sum = vec4f();
  for (var pixel = 0u; pixel < PIXELS; pixel++) {
    sum += input[(item * PIXELS + pixel) * GROUPS + id.x];
  }
  output[item * GROUPS + id.x] = sum / f32(PIXELS);
}

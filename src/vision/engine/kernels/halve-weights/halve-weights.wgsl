// Weights in half the bytes: each number as the nearest f16, or the one beside it, which WGSL leaves to the device.
//
// weights  [columns] vec4f
// halves   [columns] vec2u  pairs of f16, the first number in the lower half of the first word: also the bytes of a vec4h
//
// One invocation: one column of a block.

@group(0) @binding(0) var<storage, read> weights: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> halves: array<vec2u>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&weights)) {
    return;
  }
  let column = weights[id.x];
  halves[id.x] = vec2u(pack2x16float(column.xy), pack2x16float(column.zw));
}

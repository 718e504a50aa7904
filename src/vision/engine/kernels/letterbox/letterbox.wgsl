// The detector's input: squares of the frame, reduced; rgb from [0, 1] to [-1, 1].
// output[view, y, x] = 2 * mean of TAPS x TAPS bilinear samples within the frame area of model pixel (x, y) of the view - 1
//
// frame   [width, height] rgba8unorm
// views   header (count, frame width, frame height, 1 unused), then 4 f32 a view: x, y, side, 1 unused; frame pixels
// output  [views, SIZE, SIZE] vec4f: red, green, blue, 0
//
// One workgroup: 8 x 8 model pixels of one view. One invocation: one model pixel. Views beyond the count are left as they are.
// Edge: samples outside the frame are black, so -1; sampling is by hand, since samplers round their weights differently.

override SIZE: u32 = 128;

@group(0) @binding(0) var frame: texture_2d<f32>;
@group(0) @binding(1) var<storage, read> views: array<u32>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;

fn texel(at: vec2i, last: vec2i) -> vec3f {
  return textureLoad(frame, vec2u(clamp(at, vec2i(), last)), 0).rgb;
}

// `position` in frame pixels, where pixel (0, 0) has its centre at (0.5, 0.5).
fn sampleFrame(position: vec2f) -> vec3f {
  let size = vec2f(textureDimensions(frame));
  if (any(position < vec2f()) || any(position > size)) {
    return vec3f();
  }
  let corner = floor(position - 0.5);
  let weight = position - 0.5 - corner;
  let at = vec2i(corner);
  let last = vec2i(size) - 1;
  let upper = mix(texel(at, last), texel(at + vec2i(1, 0), last), weight.x);
  let lower = mix(texel(at + vec2i(0, 1), last), texel(at + vec2i(1, 1), last), weight.x);
  return mix(upper, lower, weight.y);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let view = id.z;
  if (view >= views[0] || any(id.xy >= vec2u(SIZE))) {
    return;
  }
  let first = 4u + 4u * view;
  let corner = vec2f(bitcast<f32>(views[first]), bitcast<f32>(views[first + 1u]));
  let scale = bitcast<f32>(views[first + 2u]) / f32(SIZE); // frame pixels a model pixel
  let taps = clamp(u32(ceil(scale * 0.5)), 1u, 8u);
  var sum = vec3f();
  for (var ty = 0u; ty < taps; ty++) {
    for (var tx = 0u; tx < taps; tx++) {
      let within = (vec2f(f32(tx), f32(ty)) + 0.5) / f32(taps);
      sum += sampleFrame(corner + (vec2f(id.xy) + within) * scale);
    }
  }
  output[(view * SIZE + id.y) * SIZE + id.x] = vec4f(2.0 * sum / f32(taps * taps) - 1.0, 0.0);
}

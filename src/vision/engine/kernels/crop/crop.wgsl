// Upright face crops: a square of side 1.15 x the box's, centred on the box, turned so that the eyes are level, 2 * value - 1.
// output[face, y, x] = 2 * mean of TAPS x TAPS bilinear samples within the frame area of crop pixel (x, y) - 1
//
// frame   [width, height] rgba8unorm
// faces   header (count, 3 unused), then 20 f32 a face: x, y, width, height, score, 6 keypoints (x, y), 3 unused; frame pixels
// output  [faces, SIZE, SIZE] vec4f: (grey, 0, 0, 0) or (red, green, blue, 0)
//
// One workgroup: 8 x 8 pixels of one crop. One invocation: one pixel. Faces beyond the count are left as they are.
// Edge: beyond the frame its edge is replicated; sampling is by hand, since samplers round their weights differently.

override SIZE: u32 = 64;
override GREY: bool = true;
const SIDE_OVER_BOX = 1.15;
const HEADER = 4u;
const STRIDE = 20u;
const FIRST_KEYPOINT = 5u;

@group(0) @binding(0) var frame: texture_2d<f32>;
@group(0) @binding(1) var<storage, read> faces: array<u32>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;

fn faceValue(face: u32, index: u32) -> f32 {
  return bitcast<f32>(faces[HEADER + face * STRIDE + index]);
}

fn texel(at: vec2i, last: vec2i) -> vec3f {
  return textureLoad(frame, vec2u(clamp(at, vec2i(), last)), 0).rgb;
}

// `position` in frame pixels, where pixel (0, 0) has its centre at (0.5, 0.5).
fn sampleFrame(position: vec2f) -> vec3f {
  let corner = floor(position - 0.5);
  let weight = position - 0.5 - corner;
  let at = vec2i(corner);
  let last = vec2i(textureDimensions(frame)) - 1;
  let upper = mix(texel(at, last), texel(at + vec2i(1, 0), last), weight.x);
  let lower = mix(texel(at + vec2i(0, 1), last), texel(at + vec2i(1, 1), last), weight.x);
  return mix(upper, lower, weight.y);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let face = id.z;
  if (face >= faces[0] || any(id.xy >= vec2u(SIZE))) {
    return;
  }
  let box = vec4f(faceValue(face, 0u), faceValue(face, 1u), faceValue(face, 2u), faceValue(face, 3u));
  let side = SIDE_OVER_BOX * max(box.z, box.w);
  let centre = box.xy + 0.5 * box.zw;
  let eyes = vec2f(
    faceValue(face, FIRST_KEYPOINT + 2u) - faceValue(face, FIRST_KEYPOINT),
    faceValue(face, FIRST_KEYPOINT + 3u) - faceValue(face, FIRST_KEYPOINT + 1u),
  );
  let distance = length(eyes);
  let right = select(vec2f(1.0, 0.0), eyes / distance, distance > 0.0);
  let down = vec2f(-right.y, right.x);
  let taps = clamp(u32(ceil(side / f32(SIZE))), 1u, 8u);
  var sum = vec3f();
  for (var ty = 0u; ty < taps; ty++) {
    for (var tx = 0u; tx < taps; tx++) {
      let within = (vec2f(f32(tx), f32(ty)) + 0.5) / f32(taps);
      let unit = (vec2f(id.xy) + within) / f32(SIZE) - 0.5;
      sum += sampleFrame(centre + side * (unit.x * right + unit.y * down));
    }
  }
  let rgb = sum / f32(taps * taps);
  let grey = vec3f(dot(rgb, vec3f(0.299, 0.587, 0.114)), 0.5, 0.5);
  output[(face * SIZE + id.y) * SIZE + id.x] = vec4f(2.0 * select(rgb, grey, GREY) - 1.0, 0.0);
}

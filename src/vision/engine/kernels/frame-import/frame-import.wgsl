// Copies the camera's frame into a plain texture: frame[x, y] = rgb of the external frame at pixel (x, y).
//
// cameraFrame  the video frame as the browser offers it; sampled here and nowhere else
// frame        [width, height] rgba8unorm
//
// One workgroup: 8 x 8 pixels. One invocation: one pixel. Edge: invocations outside the frame do nothing.

@group(0) @binding(0) var cameraFrame: texture_external;
@group(0) @binding(1) var frame: texture_storage_2d<rgba8unorm, write>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (all(id.xy < textureDimensions(frame))) {
    let source = min(id.xy, textureDimensions(cameraFrame) - 1u);
    textureStore(frame, id.xy, vec4f(textureLoad(cameraFrame, source).rgb, 1.0));
  }
}

// Convolution with bias: output[y, x, o] = activation(bias[o] + sum[y, x, o]), the sums of conv-parts.wgsl, which is compiled together with this.
//
// output  [batch, outHeight, outWidth, outGroups] vec4f

fn finished(sum: vec4f, item: u32, y: u32, x: u32, group: u32) -> vec4f {
  return activated(sum, layer.relu == 1u);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let place = placeOf(id.x, 1u);
  if (item >= activeItems[0] || place.row >= layer.outHeight) {
    return;
  }
  store(item, place, convolved(item, place));
}

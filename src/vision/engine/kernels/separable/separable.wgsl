// Entry point of separable-parts.wgsl: an invocation computes the depthwise half of its pixels again for each set of groups.

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let place = placeOf(id.x, 1u);
  if (item >= activeItems[0] || place.row >= layer.outHeight) {
    return;
  }
  var sums = Sums();
  for (var i = 0u; i < layer.inGroups; i++) {
    sums = added(sums, i * layer.outGroups + place.group, depthwiseAt(item, place, i));
  }
  store(item, place, sums);
}

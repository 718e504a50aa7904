// Convolution with bias and ReLU, then the mean of each 2x2: the sums are those of conv-parts.wgsl, which is compiled together with this.
// output[y, x, o] = 1/4 * sum over dy, dx in 0..1 of max(bias[o] + sum[2y + dy, 2x + dx, o], 0)
//
// output  [batch, outHeight / 2, outWidth / 2, outGroups] vec4f; `layer` has the size before the pool, which is even
//
// A register tile has whole 2x2s, since ROWS is even, so that nothing is written before the pool.

fn finished(sum: vec4f, item: u32, y: u32, x: u32, group: u32) -> vec4f {
  return activated(sum, true);
}

fn storePooledRows(item: u32, place: Place, group: u32, sums: Rows) {
  if (group >= layer.outGroups) {
    return;
  }
  let shift = bias[group];
  var runs = array<mat4x4f, 4>(sums.r0, sums.r1, sums.r2, sums.r3);
  for (var p = 0u; p < ROWS; p++) {
    let y = place.row / 2u + p / 2u;
    let x = place.column / 2u + p % 2u;
    if ((y < layer.outHeight / 2u) & (x < layer.outWidth / 2u)) {
      var total = vec4f();
      for (var q = 0u; q < 4u; q++) {
        let sum = runs[p / 2u * 2u + q / 2u][p % 2u * 2u + q % 2u];
        total += finished(shift + sum, item, y, x, group);
      }
      let pixel = (item * (layer.outHeight / 2u) + y) * (layer.outWidth / 2u) + x;
      output[pixel * layer.outGroups + group] = total * 0.25;
    }
  }
}

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let place = placeOf(id.x, 1u);
  if (item >= activeItems[0] || place.row >= layer.outHeight) {
    return;
  }
  let sums = convolved(item, place);
  storePooledRows(item, place, place.group, sums.g0);
  if (GROUPS > 1u) { storePooledRows(item, place, place.group + 1u, sums.g1); }
  if (GROUPS > 2u) { storePooledRows(item, place, place.group + 2u, sums.g2); }
  if (GROUPS > 3u) { storePooledRows(item, place, place.group + 3u, sums.g3); }
}

// Entry point of separable-parts.wgsl, for devices with subgroups: four invocations with the same pixels and neighbouring sets of groups
// compute the depthwise half of one group of input channels each, and hand it to one another.
// Obligation: four invocations that follow one another in a workgroup must be a quad, which WGSL does not promise; `areQuadsInOrder` asks.

fn runAcrossX(run: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapX(run[0]), quadSwapX(run[1]), quadSwapX(run[2]), quadSwapX(run[3]));
}

fn runAcrossY(run: mat4x4f) -> mat4x4f {
  return mat4x4f(quadSwapY(run[0]), quadSwapY(run[1]), quadSwapY(run[2]), quadSwapY(run[3]));
}

fn acrossX(rows: Rows) -> Rows {
  var swapped = Rows();
  swapped.r0 = runAcrossX(rows.r0);
  if (ROWS > 1u) { swapped.r1 = runAcrossX(rows.r1); }
  if (ROWS > 2u) { swapped.r2 = runAcrossX(rows.r2); }
  if (ROWS > 3u) { swapped.r3 = runAcrossX(rows.r3); }
  return swapped;
}

fn acrossY(rows: Rows) -> Rows {
  var swapped = Rows();
  swapped.r0 = runAcrossY(rows.r0);
  if (ROWS > 1u) { swapped.r1 = runAcrossY(rows.r1); }
  if (ROWS > 2u) { swapped.r2 = runAcrossY(rows.r2); }
  if (ROWS > 3u) { swapped.r3 = runAcrossY(rows.r3); }
  return swapped;
}

// Beyond the last group of input channels there are only zeros for the weights to be multiplied with.
fn blockAt(inGroup: u32, outGroup: u32) -> u32 {
  return min(inGroup, layer.inGroups - 1u) * layer.outGroups + outGroup;
}

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let place = placeOf(id.x, 4u);
  if (item >= activeItems[0] || place.row >= layer.outHeight) { // of all four or of none
    return;
  }
  var sums = Sums();
  let lane = id.x % 4u;
  for (var first = 0u; first < layer.inGroups; first += 4u) {
    // Without a branch for lanes that have no group: a quad must be together when its lanes swap.
    var depthwiseRows = depthwiseAt(item, place, first + lane);
    sums = added(sums, blockAt(first + lane, place.group), depthwiseRows);
    depthwiseRows = acrossX(depthwiseRows);
    sums = added(sums, blockAt(first + (lane ^ 1u), place.group), depthwiseRows);
    depthwiseRows = acrossY(depthwiseRows);
    sums = added(sums, blockAt(first + (lane ^ 3u), place.group), depthwiseRows);
    depthwiseRows = acrossX(depthwiseRows);
    sums = added(sums, blockAt(first + (lane ^ 2u), place.group), depthwiseRows);
  }
  store(item, place, sums);
}

// Part of the kernels that keep their sums in registers: an invocation computes four pixels in a row (the columns of a mat4x4f), ROWS rows
// of them, for GROUPS groups of four output channels. A workgroup is THREADS neighbouring ones of one item, channels fastest.
//
// Obligation: the kernel must declare `layer` with outHeight, outWidth and outGroups, its `weights` in blocks of four by four channels (`WeightBlock`, of one of weights/*.wgsl),
// `bias` and `output`, and what becomes of a sum before it is written: fn finished(sum: vec4f, item: u32, y: u32, x: u32, group: u32) -> vec4f.

override ROWS: u32 = 1;
override GROUPS: u32 = 1;
override THREADS: u32 = 64;

// Inputs or sums of up to four rows of four pixels.
struct Rows { r0: mat4x4f, r1: mat4x4f, r2: mat4x4f, r3: mat4x4f }

// Sums of up to four groups of output channels.
struct Sums { g0: Rows, g1: Rows, g2: Rows, g3: Rows }

// Where an invocation's outputs begin.
struct Place { row: u32, column: u32, group: u32 }

// `lanes` invocations that follow one another have the same pixels, and groups of their own.
fn placeOf(invocation: u32, lanes: u32) -> Place {
  let tile = invocation / lanes;
  let sets = (layer.outGroups + lanes * GROUPS - 1u) / (lanes * GROUPS);
  let runs = (layer.outWidth + 3u) / 4u;
  return Place(tile / (sets * runs) * ROWS, tile / sets % runs * 4u, (tile % sets * lanes + invocation % lanes) * GROUPS);
}

fn addedRows(sums: Rows, weightBlock: WeightBlock, inputs: Rows) -> Rows {
  let block = loaded(weightBlock);
  var total = sums;
  total.r0 += product(block, inputs.r0);
  if (ROWS > 1u) { total.r1 += product(block, inputs.r1); }
  if (ROWS > 2u) { total.r2 += product(block, inputs.r2); }
  if (ROWS > 3u) { total.r3 += product(block, inputs.r3); }
  return total;
}

// What a group of input channels adds to all sums; `block` is where its weights for the first of them lie.
fn added(sums: Sums, block: u32, inputs: Rows) -> Sums {
  var total = sums;
  total.g0 = addedRows(sums.g0, weights[block], inputs);
  if (GROUPS > 1u) { total.g1 = addedRows(sums.g1, weights[block + 1u], inputs); }
  if (GROUPS > 2u) { total.g2 = addedRows(sums.g2, weights[block + 2u], inputs); }
  if (GROUPS > 3u) { total.g3 = addedRows(sums.g3, weights[block + 3u], inputs); }
  return total;
}

const LOWEST = -3.4028234e38;

// Against a bound, since to choose between two values is slower.
fn activated(value: vec4f, relu: bool) -> vec4f {
  return max(value, vec4f(select(LOWEST, 0.0, relu)));
}

fn storeRows(item: u32, place: Place, group: u32, sums: Rows) {
  if (group >= layer.outGroups) {
    return;
  }
  let shift = bias[group];
  // In an array, since a loop over it is far less code than sixteen writes.
  var runs = array<mat4x4f, 4>(sums.r0, sums.r1, sums.r2, sums.r3);
  for (var p = 0u; p < 4u * ROWS; p++) {
    let y = place.row + p / 4u;
    let x = place.column + p % 4u;
    if ((y < layer.outHeight) & (x < layer.outWidth)) {
      let pixel = (item * layer.outHeight + y) * layer.outWidth + x;
      output[pixel * layer.outGroups + group] = finished(shift + runs[p / 4u][p % 4u], item, y, x, group);
    }
  }
}

fn store(item: u32, place: Place, sums: Sums) {
  storeRows(item, place, place.group, sums.g0);
  if (GROUPS > 1u) { storeRows(item, place, place.group + 1u, sums.g1); }
  if (GROUPS > 2u) { storeRows(item, place, place.group + 2u, sums.g2); }
  if (GROUPS > 3u) { storeRows(item, place, place.group + 3u, sums.g3); }
}

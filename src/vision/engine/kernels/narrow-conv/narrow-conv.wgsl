// Convolution to few channels, as back to those of a picture: the sums of conv-parts.wgsl, which is compiled together with this, for a
// stride of 1 and a kernel of 3x3, 5x5 or 7x7. With one group of four output channels there is little to do with what is read, so that
// reading is what costs: here a row of pixels is read once for all taps of a row, and a row of weights once for all rows of a tile.
//
// output  [batch, outHeight, outWidth, outGroups] vec4f

override TAPS: u32 = 7; // `layer.kernelSize`, known when the pipeline is made

// Weights of a row of taps.
struct TapRow { w0: LoadedBlock, w1: LoadedBlock, w2: LoadedBlock, w3: LoadedBlock, w4: LoadedBlock, w5: LoadedBlock, w6: LoadedBlock }

fn finished(sum: vec4f, item: u32, y: u32, x: u32, group: u32) -> vec4f {
  return activated(sum, layer.relu == 1u);
}

// `next` is the way from a tap's block to the next tap's.
fn tapRowAt(block: u32, next: u32) -> TapRow {
  var row = TapRow();
  row.w0 = loaded(weights[block]);
  row.w1 = loaded(weights[block + next]);
  row.w2 = loaded(weights[block + 2u * next]);
  if (TAPS > 3u) {
    row.w3 = loaded(weights[block + 3u * next]);
    row.w4 = loaded(weights[block + 4u * next]);
  }
  if (TAPS > 5u) {
    row.w5 = loaded(weights[block + 5u * next]);
    row.w6 = loaded(weights[block + 6u * next]);
  }
  return row;
}

// What a row of taps adds to four neighbouring outputs.
fn alongRow(row: TapRow, item: u32, y: u32, x: u32, group: u32) -> mat4x4f {
  let start = (item * layer.inHeight + y) * layer.inWidth * layer.inGroups + group;
  let end = select(0u, layer.inWidth, y < layer.inHeight); // a row outside has no pixels; above the top edge the unsigned difference wraps
  let p1 = tapAt(start, x + 1u, end);
  let p2 = tapAt(start, x + 2u, end);
  let p3 = tapAt(start, x + 3u, end);
  let p4 = tapAt(start, x + 4u, end);
  let p5 = tapAt(start, x + 5u, end);
  var total = product(row.w0, mat4x4f(tapAt(start, x, end), p1, p2, p3));
  total += product(row.w1, mat4x4f(p1, p2, p3, p4)) + product(row.w2, mat4x4f(p2, p3, p4, p5));
  if (TAPS > 3u) {
    let p6 = tapAt(start, x + 6u, end);
    let p7 = tapAt(start, x + 7u, end);
    total += product(row.w3, mat4x4f(p3, p4, p5, p6)) + product(row.w4, mat4x4f(p4, p5, p6, p7));
    if (TAPS > 5u) {
      let p8 = tapAt(start, x + 8u, end);
      total += product(row.w5, mat4x4f(p5, p6, p7, p8)) + product(row.w6, mat4x4f(p6, p7, p8, tapAt(start, x + 9u, end)));
    }
  }
  return total;
}

fn summedAlongRows(item: u32, place: Place) -> Sums {
  var sums = Sums();
  let next = layer.inGroups * layer.outGroups;
  for (var step = 0u; step < TAPS * layer.inGroups; step++) {
    let tapRow = step / layer.inGroups;
    let group = step % layer.inGroups;
    let y = place.row + tapRow - layer.padTop;
    let x = place.column - layer.padLeft;
    let row = tapRowAt(tapRow * TAPS * next + group * layer.outGroups + place.group, next);
    sums.g0.r0 += alongRow(row, item, y, x, group);
    if (ROWS > 1u) { sums.g0.r1 += alongRow(row, item, y + 1u, x, group); }
    if (ROWS > 2u) { sums.g0.r2 += alongRow(row, item, y + 2u, x, group); }
    if (ROWS > 3u) { sums.g0.r3 += alongRow(row, item, y + 3u, x, group); }
  }
  return sums;
}

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let place = placeOf(id.x, 1u);
  if (item >= activeItems[0] || place.row >= layer.outHeight) {
    return;
  }
  store(item, place, summedAlongRows(item, place));
}

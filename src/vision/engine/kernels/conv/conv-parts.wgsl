// Part of the convolutions that keep their sums in registers: what they bind, and the sums of a register tile before anything becomes of them.
// sum[y, x, o] = sum over ky, kx, i of input[y*S + ky - T, x*S + kx - L, i] * weights[ky, kx, i, o]
//
// activeItems  [1]                                  how many of the batch's items exist; the others are left as they are
// input        [batch, inHeight, inWidth, inGroups] vec4f
// weights      [kernelSize, kernelSize, inGroups, outGroups] WeightBlock, a column for each input channel
// bias         [outGroups] vec4f
// layer        what differs between layers that share a pipeline
//
// One invocation and one workgroup: a register tile (register-tile.wgsl, which is compiled together with this).
// Edge: taps outside the input add nothing (zero padding).

struct Layer {
  inHeight: u32,
  inWidth: u32,
  inGroups: u32,
  outHeight: u32,
  outWidth: u32,
  outGroups: u32,
  kernelSize: u32,
  stride: u32,
  padTop: u32,
  padLeft: u32,
  relu: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> weights: array<WeightBlock>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(5) var<uniform> layer: Layer;

fn tapAt(start: u32, x: u32, end: u32) -> vec4f {
  return select(vec4f(), input[start + x * layer.inGroups], x < end); // not left of the edge either, where the unsigned difference wraps
}

// What four neighbouring outputs read at one tap.
fn runAt(item: u32, y: u32, x: u32, group: u32) -> mat4x4f {
  let start = (item * layer.inHeight + y) * layer.inWidth * layer.inGroups + group;
  let end = select(0u, layer.inWidth, y < layer.inHeight); // a row outside has no pixels; above the top edge the unsigned difference wraps
  return mat4x4f(
    tapAt(start, x, end),
    tapAt(start, x + layer.stride, end),
    tapAt(start, x + 2u * layer.stride, end),
    tapAt(start, x + 3u * layer.stride, end),
  );
}

fn tapsAt(item: u32, y: u32, x: u32, group: u32) -> Rows {
  var taps = Rows();
  taps.r0 = runAt(item, y, x, group);
  if (ROWS > 1u) { taps.r1 = runAt(item, y + layer.stride, x, group); }
  if (ROWS > 2u) { taps.r2 = runAt(item, y + 2u * layer.stride, x, group); }
  if (ROWS > 3u) { taps.r3 = runAt(item, y + 3u * layer.stride, x, group); }
  return taps;
}

fn convolved(item: u32, place: Place) -> Sums {
  var sums = Sums();
  // One loop, since three within each other took a software adapter twice as long.
  for (var step = 0u; step < layer.kernelSize * layer.kernelSize * layer.inGroups; step++) {
    let tap = step / layer.inGroups;
    let y = place.row * layer.stride + tap / layer.kernelSize - layer.padTop;
    let x = place.column * layer.stride + tap % layer.kernelSize - layer.padLeft;
    sums = added(sums, step * layer.outGroups + place.group, tapsAt(item, y, x, step % layer.inGroups));
  }
  return sums;
}

// Depthwise 3x3, pointwise, bias, optional skip and ReLU in one pass:
// output[y, x, o] = activation(bias[o] + skip[y, x, o] + sum over i of weights[i, o] * (sum over ky, kx of input[y*S + ky - T, x*S + kx - T, i] * depthwise[ky, kx, i])).
//
// activeItems  [1]                                  how many of the batch's items exist
// input        [batch, inHeight, inWidth, inGroups] vec4f
// depthwise    [3, 3, inGroups] vec4f
// weights      [inGroups, outGroups] WeightBlock, a column for each input channel: the pointwise half
// bias         [outGroups] vec4f                      a bias of the depthwise half is folded into it
// skipInput    SKIP 1: [batch, outHeight, outWidth, skipGroups]; SKIP 2: [batch, 2 outHeight, 2 outWidth, skipGroups], its 2x2 maximum; SKIP 0: unused
// output       [batch, outHeight, outWidth, outGroups] vec4f
// layer        what differs between layers that share a pipeline
//
// Here is all but the entry point, of which there are two: separable.wgsl and separable-quad.wgsl.
// One invocation and one workgroup: a register tile (register-tile.wgsl, which is compiled together with this).
// More than two rows need a stride of 1.
// Edge: taps outside the input add nothing; a skip with fewer channels than the output is continued with zeros.

override SKIP: u32 = 0; // no fact of `layer`, since a software adapter then took a fifth longer for a whole network
override STRIDE: u32 = 1;

struct Layer {
  inHeight: u32,
  inWidth: u32,
  inGroups: u32,
  outHeight: u32,
  outWidth: u32,
  outGroups: u32,
  pad: u32,
  skipGroups: u32,
  relu: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> depthwise: array<vec4f>;
@group(0) @binding(3) var<storage, read> weights: array<WeightBlock>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read> skipInput: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(7) var<uniform> layer: Layer;

// What four outputs read of one row of the input: six pixels, or nine at a stride of 2.
struct Taps { x0: vec4f, x1: vec4f, x2: vec4f, x3: vec4f, x4: vec4f, x5: vec4f, x6: vec4f, x7: vec4f, x8: vec4f }

// A row of the depthwise kernel.
struct KernelRow { k0: vec4f, k1: vec4f, k2: vec4f }

fn kernelRowAt(ky: u32, group: u32) -> KernelRow {
  let first = ky * 3u * layer.inGroups + group;
  return KernelRow(depthwise[first], depthwise[first + layer.inGroups], depthwise[first + 2u * layer.inGroups]);
}

fn tapAt(start: u32, x: u32, end: u32) -> vec4f {
  return select(vec4f(), input[start + x * layer.inGroups], x < end); // not left of the edge either, where the unsigned difference wraps
}

fn tapsAt(item: u32, y: u32, x: u32, group: u32) -> Taps {
  let start = (item * layer.inHeight + y) * layer.inWidth * layer.inGroups + group;
  // A row outside has no pixels, also above the top edge, where the unsigned difference wraps; nor has a group that does not exist.
  let end = select(0u, layer.inWidth, (y < layer.inHeight) & (group < layer.inGroups));
  let x0 = tapAt(start, x, end);
  let x1 = tapAt(start, x + 1u, end);
  let x2 = tapAt(start, x + 2u, end);
  let x3 = tapAt(start, x + 3u, end);
  let x4 = tapAt(start, x + 4u, end);
  let x5 = tapAt(start, x + 5u, end);
  if (STRIDE == 1u) {
    return Taps(x0, x1, x2, x3, x4, x5, vec4f(), vec4f(), vec4f());
  }
  return Taps(x0, x1, x2, x3, x4, x5, tapAt(start, x + 6u, end), tapAt(start, x + 7u, end), tapAt(start, x + 8u, end));
}

fn filtered(taps: Taps, kernel: KernelRow) -> mat4x4f {
  if (STRIDE == 1u) {
    return mat4x4f(
      taps.x0 * kernel.k0 + taps.x1 * kernel.k1 + taps.x2 * kernel.k2,
      taps.x1 * kernel.k0 + taps.x2 * kernel.k1 + taps.x3 * kernel.k2,
      taps.x2 * kernel.k0 + taps.x3 * kernel.k1 + taps.x4 * kernel.k2,
      taps.x3 * kernel.k0 + taps.x4 * kernel.k1 + taps.x5 * kernel.k2,
    );
  }
  return mat4x4f(
    taps.x0 * kernel.k0 + taps.x1 * kernel.k1 + taps.x2 * kernel.k2,
    taps.x2 * kernel.k0 + taps.x3 * kernel.k1 + taps.x4 * kernel.k2,
    taps.x4 * kernel.k0 + taps.x5 * kernel.k1 + taps.x6 * kernel.k2,
    taps.x6 * kernel.k0 + taps.x7 * kernel.k1 + taps.x8 * kernel.k2,
  );
}

// The depthwise half for the pixels of a tile.
fn depthwiseAt(item: u32, place: Place, group: u32) -> Rows {
  let y = place.row * STRIDE - layer.pad;
  let x = place.column * STRIDE - layer.pad;
  let k0 = kernelRowAt(0u, group);
  let k1 = kernelRowAt(1u, group);
  let k2 = kernelRowAt(2u, group);
  let t0 = tapsAt(item, y, x, group);
  let t1 = tapsAt(item, y + 1u, x, group);
  let t2 = tapsAt(item, y + 2u, x, group);
  var depthwiseRows = Rows();
  depthwiseRows.r0 = filtered(t0, k0) + filtered(t1, k1) + filtered(t2, k2);
  if (ROWS == 1u) {
    return depthwiseRows;
  }
  let t3 = tapsAt(item, y + 3u, x, group);
  if (STRIDE == 2u) {
    depthwiseRows.r1 = filtered(t2, k0) + filtered(t3, k1) + filtered(tapsAt(item, y + 4u, x, group), k2);
    return depthwiseRows;
  }
  depthwiseRows.r1 = filtered(t1, k0) + filtered(t2, k1) + filtered(t3, k2);
  if (ROWS > 2u) {
    let t4 = tapsAt(item, y + 4u, x, group);
    depthwiseRows.r2 = filtered(t2, k0) + filtered(t3, k1) + filtered(t4, k2);
    if (ROWS > 3u) { depthwiseRows.r3 = filtered(t3, k0) + filtered(t4, k1) + filtered(tapsAt(item, y + 5u, x, group), k2); }
  }
  return depthwiseRows;
}

fn skipAt(item: u32, y: u32, x: u32, group: u32) -> vec4f {
  if (SKIP == 0u) {
    return vec4f();
  }
  let pixel = (item * layer.outHeight + y) * layer.outWidth + x;
  var skipped: vec4f;
  if (SKIP == 1u) {
    skipped = skipInput[pixel * layer.skipGroups + group];
  } else {
    // Pixel (2y, 2x) of a map twice as high and wide.
    let above = (4u * pixel - 2u * x) * layer.skipGroups + group;
    let below = above + 2u * layer.outWidth * layer.skipGroups;
    let right = layer.skipGroups;
    skipped = max(max(skipInput[above], skipInput[above + right]), max(skipInput[below], skipInput[below + right]));
  }
  return select(vec4f(), skipped, group < layer.skipGroups);
}

fn finished(sum: vec4f, item: u32, y: u32, x: u32, group: u32) -> vec4f {
  return activated(sum + skipAt(item, y, x, group), layer.relu == 1u);
}

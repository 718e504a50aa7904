// End of an Xception module in one pass: depthwise 3x3, pointwise, 3x3/2 max-pool, plus a 1x1/2 convolution of the module's input.
// output[y, x, o] = bias[o] + max over ky, kx of mixed[2y + ky - T, 2x + kx - L, o] + sum over i of residual[2y, 2x, i] * residualWeights[i, o]
// mixed[y, x, o]  = sum over i of pointwise[i, o] * (sum over ky, kx of input[y + ky - 1, x + kx - 1, i] * depthwise[ky, kx, i])
//
// activeItems      [1]                                  how many of the batch's items exist
// input            [batch, inHeight, inWidth, inGroups] vec4f
// depthwise        [3, 3, inGroups] vec4f
// pointwise        [inGroups, outGroups] WeightBlock, a column for each input channel
// bias             [outGroups] vec4f                      of both branches: a constant passes through a maximum
// residual         [batch, inHeight, inWidth, residualGroups] vec4f
// residualWeights  [residualGroups, outGroups] WeightBlock, a column for each input channel
// output           [batch, outHeight, outWidth, outGroups] vec4f
// layer            what differs between layers that share a pipeline
//
// One workgroup: tileWidth x tileHeight outputs of one item, GROUPS groups of four channels. Their patch of pixels before the pool, `rows`
// rows of `runs` runs of four, at most MOST_RUNS in all, is kept in workgroup memory.
// One invocation: first some runs of four pixels (the columns of a mat4x4f), then some (output, four channels).
// Edge: taps of the depthwise half outside the input add nothing; pixels outside the input are never the maximum.

override MOST_RUNS: u32 = 1;
override GROUPS: u32 = 1;
override THREADS: u32 = 64;

struct Layer {
  inHeight: u32,
  inWidth: u32,
  inGroups: u32,
  outHeight: u32,
  outWidth: u32,
  outGroups: u32,
  residualGroups: u32,
  padTop: u32,
  padLeft: u32,
  tileWidth: u32,
  tileHeight: u32,
  runs: u32,
  rows: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> depthwise: array<vec4f>;
@group(0) @binding(3) var<storage, read> pointwise: array<WeightBlock>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read> residual: array<vec4f>;
@group(0) @binding(6) var<storage, read> residualWeights: array<WeightBlock>;
@group(0) @binding(7) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(8) var<uniform> layer: Layer;

var<workgroup> mixed: array<vec4f, 4u * MOST_RUNS * GROUPS>;

fn tapAt(start: u32, column: u32, end: u32) -> vec4f {
  return select(vec4f(), input[start + column * layer.inGroups], column < end); // not left of the edge either, where the unsigned difference wraps
}

fn filteredRow(item: u32, y: u32, left: u32, ky: u32, group: u32) -> mat4x4f {
  let start = (item * layer.inHeight + y) * layer.inWidth * layer.inGroups + group;
  let end = select(0u, layer.inWidth, y < layer.inHeight); // a row outside has no pixels; above the top edge the unsigned difference wraps
  let x0 = tapAt(start, left, end);
  let x1 = tapAt(start, left + 1u, end);
  let x2 = tapAt(start, left + 2u, end);
  let x3 = tapAt(start, left + 3u, end);
  let x4 = tapAt(start, left + 4u, end);
  let x5 = tapAt(start, left + 5u, end);
  let first = ky * 3u * layer.inGroups + group;
  let k0 = depthwise[first];
  let k1 = depthwise[first + layer.inGroups];
  let k2 = depthwise[first + 2u * layer.inGroups];
  return mat4x4f(
    x0 * k0 + x1 * k1 + x2 * k2,
    x1 * k0 + x2 * k1 + x3 * k2,
    x2 * k0 + x3 * k1 + x4 * k2,
    x3 * k0 + x4 * k1 + x5 * k2,
  );
}

fn pooled(row: u32, column: u32, patchRow: u32, patchColumn: u32, slot: u32) -> vec4f {
  var maximum = vec4f(-3.4028234e38);
  for (var ky = 0u; ky < 3u; ky++) {
    if (2u * row + ky - layer.padTop >= layer.inHeight) {
      continue;
    }
    for (var kx = 0u; kx < 3u; kx++) {
      if (2u * column + kx - layer.padLeft < layer.inWidth) {
        maximum = max(maximum, mixed[((patchRow + ky) * 4u * layer.runs + patchColumn + kx) * GROUPS + slot]);
      }
    }
  }
  return maximum;
}

fn residualAt(item: u32, row: u32, column: u32, group: u32) -> vec4f {
  var sum = vec4f();
  let source = ((item * layer.inHeight + 2u * row) * layer.inWidth + 2u * column) * layer.residualGroups;
  for (var i = 0u; i < layer.residualGroups; i++) {
    sum += productOfOne(loaded(residualWeights[i * layer.outGroups + group]), residual[source + i]);
  }
  return sum;
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let sets = (layer.outGroups + GROUPS - 1u) / GROUPS;
  let item = workgroup.z;
  if (item >= activeItems[0]) {
    return;
  }
  let firstGroup = workgroup.x % sets * GROUPS;
  let tileColumn = workgroup.x / sets * layer.tileWidth;
  let tileRow = workgroup.y * layer.tileHeight;
  let top = 2u * tileRow - layer.padTop;
  let left = 2u * tileColumn - layer.padLeft;
  for (var index = thread; index < layer.runs * layer.rows; index += THREADS) {
    let run = index % layer.runs * 4u;
    let row = index / layer.runs;
    if (top + row >= layer.inHeight) { continue; }
    var sums0 = mat4x4f();
    var sums1 = mat4x4f();
    var sums2 = mat4x4f();
    var sums3 = mat4x4f();
    for (var i = 0u; i < layer.inGroups; i++) {
      var values = mat4x4f();
      for (var ky = 0u; ky < 3u; ky++) {
        values += filteredRow(item, top + row + ky - 1u, left + run - 1u, ky, i);
      }
      let block = i * layer.outGroups + firstGroup;
      sums0 += product(loaded(pointwise[block]), values);
      if (GROUPS > 1u) { sums1 += product(loaded(pointwise[block + 1u]), values); }
      if (GROUPS > 2u) { sums2 += product(loaded(pointwise[block + 2u]), values); }
      if (GROUPS > 3u) { sums3 += product(loaded(pointwise[block + 3u]), values); }
    }
    // In an array, since a loop over it is far less code than sixteen writes.
    var sums = array<mat4x4f, 4>(sums0, sums1, sums2, sums3);
    let first = (row * 4u * layer.runs + run) * GROUPS;
    for (var k = 0u; k < 4u * GROUPS; k++) {
      mixed[first + k] = sums[k % GROUPS][k / GROUPS];
    }
  }
  workgroupBarrier();
  for (var index = thread; index < layer.tileWidth * layer.tileHeight * GROUPS; index += THREADS) {
    let slot = index % GROUPS;
    let group = firstGroup + slot;
    let pixel = index / GROUPS;
    let row = tileRow + pixel / layer.tileWidth;
    let column = tileColumn + pixel % layer.tileWidth;
    if (group < layer.outGroups && row < layer.outHeight && column < layer.outWidth) {
      let maximum = pooled(row, column, 2u * (pixel / layer.tileWidth), 2u * (pixel % layer.tileWidth), slot);
      output[((item * layer.outHeight + row) * layer.outWidth + column) * layer.outGroups + group] = bias[group] + maximum + residualAt(item, row, column, group);
    }
  }
}

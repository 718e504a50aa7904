// First layers of mini-Xception in one pass: two 3x3 convolutions without padding, each with bias and ReLU; the first reads one channel.
// middle[y, x, m] = relu(firstBias[m] + sum over ky, kx of input[y + ky, x + kx].x * firstWeights[ky, kx, m])
// output[y, x, o] = relu(secondBias[o] + sum over ky, kx, m of middle[y + ky, x + kx, m] * secondWeights[ky, kx, m, o])
//
// activeItems    [1]                                  how many of the batch's items exist
// input          [batch, OUT_H + 4, OUT_W + 4] vec4f  grey in x, the rest unused
// firstWeights   [3, 3, MIDDLE_C/4] vec4f
// firstBias      [MIDDLE_C/4] vec4f
// secondWeights  [3, 3, MIDDLE_C/4, OUT_C/4] WeightBlock (weights/*.wgsl), a column for each middle channel
// secondBias     [OUT_C/4] vec4f
// output         [batch, OUT_H, OUT_W, OUT_C/4] vec4f
//
// One invocation: four pixels in a row (the columns of a mat4x4f), GROUPS groups of four output channels. It computes the middle pixels
// that it needs, six in each of three rows, itself: they cost little beside the second convolution.
// One workgroup: THREADS neighbouring ones of one item, channels fastest.
// Edge: a run that ends outside reads what is there and writes nothing of it.

override OUT_H: u32 = 1;
override OUT_W: u32 = 1;
override MIDDLE_GROUPS: u32 = 1;
override OUT_GROUPS: u32 = 1;
override GROUPS: u32 = 1;
override ROWS: u32 = 1; // of every register tile; here it must be 1
override THREADS: u32 = 64;

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read> firstWeights: array<vec4f>;
@group(0) @binding(3) var<storage, read> firstBias: array<vec4f>;
@group(0) @binding(4) var<storage, read> secondWeights: array<WeightBlock>;
@group(0) @binding(5) var<storage, read> secondBias: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> output: array<vec4f>;

// Six neighbouring middle pixels.
struct Middle { m0: vec4f, m1: vec4f, m2: vec4f, m3: vec4f, m4: vec4f, m5: vec4f }

// What one row of eight grey pixels adds to six middle pixels.
fn firstRow(item: u32, y: u32, x: u32, ky: u32, group: u32) -> Middle {
  let start = (item * (OUT_H + 4u) + y) * (OUT_W + 4u) + x;
  let g = vec4f(input[start].x, input[start + 1u].x, input[start + 2u].x, input[start + 3u].x);
  let h = vec4f(input[start + 4u].x, input[start + 5u].x, input[start + 6u].x, input[start + 7u].x);
  let first = ky * 3u * MIDDLE_GROUPS + group;
  let k0 = firstWeights[first];
  let k1 = firstWeights[first + MIDDLE_GROUPS];
  let k2 = firstWeights[first + 2u * MIDDLE_GROUPS];
  return Middle(
    g.x * k0 + g.y * k1 + g.z * k2,
    g.y * k0 + g.z * k1 + g.w * k2,
    g.z * k0 + g.w * k1 + h.x * k2,
    g.w * k0 + h.x * k1 + h.y * k2,
    h.x * k0 + h.y * k1 + h.z * k2,
    h.y * k0 + h.z * k1 + h.w * k2,
  );
}

fn middleRow(item: u32, y: u32, x: u32, group: u32) -> Middle {
  let shift = firstBias[group];
  let a = firstRow(item, y, x, 0u, group);
  let b = firstRow(item, y + 1u, x, 1u, group);
  let c = firstRow(item, y + 2u, x, 2u, group);
  return Middle(
    max(shift + a.m0 + b.m0 + c.m0, vec4f()),
    max(shift + a.m1 + b.m1 + c.m1, vec4f()),
    max(shift + a.m2 + b.m2 + c.m2, vec4f()),
    max(shift + a.m3 + b.m3 + c.m3, vec4f()),
    max(shift + a.m4 + b.m4 + c.m4, vec4f()),
    max(shift + a.m5 + b.m5 + c.m5, vec4f()),
  );
}

// What a row of middle pixels adds to one output group.
fn secondRow(middle: Middle, ky: u32, middleGroup: u32, group: u32) -> mat4x4f {
  let first = (ky * 3u * MIDDLE_GROUPS + middleGroup) * OUT_GROUPS + group;
  let next = MIDDLE_GROUPS * OUT_GROUPS;
  return product(loaded(secondWeights[first]), mat4x4f(middle.m0, middle.m1, middle.m2, middle.m3))
    + product(loaded(secondWeights[first + next]), mat4x4f(middle.m1, middle.m2, middle.m3, middle.m4))
    + product(loaded(secondWeights[first + 2u * next]), mat4x4f(middle.m2, middle.m3, middle.m4, middle.m5));
}

fn store(item: u32, row: u32, column: u32, group: u32, sums: mat4x4f) {
  if (group >= OUT_GROUPS) {
    return;
  }
  let shift = secondBias[group];
  var run = sums;
  for (var p = 0u; p < 4u; p++) {
    let x = column + p;
    if (x < OUT_W) {
      output[((item * OUT_H + row) * OUT_W + x) * OUT_GROUPS + group] = max(shift + run[p], vec4f());
    }
  }
}

@compute @workgroup_size(THREADS)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let sets = (OUT_GROUPS + GROUPS - 1u) / GROUPS;
  let runs = (OUT_W + 3u) / 4u;
  let group = id.x % sets * GROUPS;
  let column = id.x / sets % runs * 4u;
  let row = id.x / (sets * runs);
  if (item >= activeItems[0] || row >= OUT_H) {
    return;
  }
  var sums0 = mat4x4f();
  var sums1 = mat4x4f();
  var sums2 = mat4x4f();
  var sums3 = mat4x4f();
  for (var step = 0u; step < 3u * MIDDLE_GROUPS; step++) {
    let ky = step / MIDDLE_GROUPS;
    let m = step % MIDDLE_GROUPS;
    let middle = middleRow(item, row + ky, column, m);
    sums0 += secondRow(middle, ky, m, group);
    if (GROUPS > 1u) { sums1 += secondRow(middle, ky, m, group + 1u); }
    if (GROUPS > 2u) { sums2 += secondRow(middle, ky, m, group + 2u); }
    if (GROUPS > 3u) { sums3 += secondRow(middle, ky, m, group + 3u); }
  }
  store(item, row, column, group, sums0);
  if (GROUPS > 1u) { store(item, row, column, group + 1u, sums1); }
  if (GROUPS > 2u) { store(item, row, column, group + 2u, sums2); }
  if (GROUPS > 3u) { store(item, row, column, group + 3u, sums3); }
}

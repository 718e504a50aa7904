// Which of the nine pixels of each 3x3/2 window has the greatest value, so that a gradient finds its way back.
// output[y, x, c] = the first 3 * ky + kx of those with the greatest input[2y + ky - T, 2x + kx - L, c]
//
// activeItems  [1]                                  how many of the batch's items exist
// input        [batch, inHeight, inWidth, groups] vec4f
// output       [batch, outHeight, outWidth, groups] vec4f, whole numbers from 0 to 8
// layer        what differs between layers that share a pipeline
//
// One invocation: four channels of one window.
// Edge: pixels outside the input are never the greatest.

struct Layer {
  inHeight: u32,
  inWidth: u32,
  outHeight: u32,
  outWidth: u32,
  groups: u32,
  padTop: u32,
  padLeft: u32,
  channels: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(3) var<uniform> layer: Layer;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let group = id.x % layer.groups;
  let column = id.x / layer.groups % layer.outWidth;
  let row = id.x / layer.groups / layer.outWidth;
  if (item >= activeItems[0] || row >= layer.outHeight) {
    return;
  }
  var greatest = vec4f(-3.4028234e38);
  var place = vec4f();
  for (var index = 0u; index < 9u; index++) {
    let y = 2u * row + index / 3u - layer.padTop;
    let x = 2u * column + index % 3u - layer.padLeft;
    if (y >= layer.inHeight || x >= layer.inWidth) { // also before the first, where the unsigned difference wraps
      continue;
    }
    let value = input[((item * layer.inHeight + y) * layer.inWidth + x) * layer.groups + group];
    let isGreater = value > greatest;
    greatest = select(greatest, value, isGreater);
    place = select(place, vec4f(f32(index)), isGreater);
  }
  // All of the padding is equal, and must stay zero.
  place = select(vec4f(), place, 4u * group + vec4u(0u, 1u, 2u, 3u) < vec4u(layer.channels));
  output[((item * layer.outHeight + row) * layer.outWidth + column) * layer.groups + group] = place;
}

// Gradient of a 3x3/2 maximum: each pixel looks at the windows it lies in, at most four, and takes from those whose greatest value it was.
// output[y, x, c] = sum over the windows (row, column) with argmax[row, column, c] = 3 * (y + T - 2 row) + x + L - 2 column of gradient[row, column, c]
//
// activeItems  [1]                                  how many of the batch's items exist
// gradient     [batch, outHeight, outWidth, groups] vec4f
// argmax       [batch, outHeight, outWidth, groups] vec4f, whole numbers from 0 to 8
// output       [batch, inHeight, inWidth, groups] vec4f
// layer        what differs between layers that share a pipeline
//
// One invocation: four channels of one pixel. Gathering needs no atomics, which WGSL does not have for f32.
// Edge: windows that do not exist give nothing.

struct Layer {
  inHeight: u32,
  inWidth: u32,
  outHeight: u32,
  outWidth: u32,
  groups: u32,
  padTop: u32,
  padLeft: u32,
}

@group(0) @binding(0) var<storage, read> activeItems: array<u32>;
@group(0) @binding(1) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(2) var<storage, read> argmax: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(4) var<uniform> layer: Layer;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = id.z;
  let group = id.x % layer.groups;
  let column = id.x / layer.groups % layer.inWidth;
  let row = id.x / layer.groups / layer.inWidth;
  if (item >= activeItems[0] || row >= layer.inHeight) {
    return;
  }
  // The last window that a pixel lies in begins at it or just before it.
  let lastRow = (row + layer.padTop) / 2u;
  let lastColumn = (column + layer.padLeft) / 2u;
  var sum = vec4f();
  for (var up = 0u; up < 2u; up++) {
    for (var back = 0u; back < 2u; back++) {
      let y = lastRow - up;
      let x = lastColumn - back;
      if (y >= layer.outHeight || x >= layer.outWidth) { // also before the first, where the unsigned difference wraps
        continue;
      }
      let ky = row + layer.padTop - 2u * y;
      let kx = column + layer.padLeft - 2u * x;
      if (ky > 2u || kx > 2u) {
        continue;
      }
      let index = ((item * layer.outHeight + y) * layer.outWidth + x) * layer.groups + group;
      sum += select(vec4f(), gradient[index], argmax[index] == vec4f(f32(3u * ky + kx)));
    }
  }
  output[((item * layer.inHeight + row) * layer.inWidth + column) * layer.groups + group] = sum;
}

// Part of the kernels that multiply with blocks of weights, like f32.wgsl: the bytes of pairs.wgsl, multiplied as f16. What a block adds to a
// pixel, four products, is an f16; the sums over all blocks stay f32.

alias WeightBlock = mat4x4h;
alias LoadedBlock = mat4x4h;

fn loaded(block: WeightBlock) -> LoadedBlock {
  return block;
}

fn product(block: LoadedBlock, pixels: mat4x4f) -> mat4x4f {
  return mat4x4f(block * mat4x4h(pixels));
}

fn productOfOne(block: LoadedBlock, pixel: vec4f) -> vec4f {
  return vec4f(block * vec4h(pixel));
}

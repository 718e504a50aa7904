// Part of the kernels that multiply with blocks of weights: the weights as they are.

alias WeightBlock = mat4x4f;
alias LoadedBlock = mat4x4f;

fn loaded(block: WeightBlock) -> LoadedBlock {
  return block;
}

// What a block adds to four pixels, a column each.
fn product(block: LoadedBlock, pixels: mat4x4f) -> mat4x4f {
  return block * pixels;
}

fn productOfOne(block: LoadedBlock, pixel: vec4f) -> vec4f {
  return block * pixel;
}

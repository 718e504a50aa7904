// Part of the kernels that multiply with blocks of weights, like f32.wgsl: two f16 in a word, computed with as f32. Half the bytes to read.

alias WeightBlock = array<vec2u, 4>;
alias LoadedBlock = mat4x4f;

fn columnOf(pairs: vec2u) -> vec4f {
  return vec4f(unpack2x16float(pairs.x), unpack2x16float(pairs.y));
}

fn loaded(block: WeightBlock) -> LoadedBlock {
  return mat4x4f(columnOf(block[0]), columnOf(block[1]), columnOf(block[2]), columnOf(block[3]));
}

fn product(block: LoadedBlock, pixels: mat4x4f) -> mat4x4f {
  return block * pixels;
}

fn productOfOne(block: LoadedBlock, pixel: vec4f) -> vec4f {
  return block * pixel;
}

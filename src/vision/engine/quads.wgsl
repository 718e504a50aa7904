// For each invocation of one workgroup: who is across x and across y from it in its quad.
//
// partners  [THREADS, 2] u32  indices in the workgroup
enable subgroups;

override THREADS: u32 = 64;

@group(0) @binding(0) var<storage, read_write> partners: array<vec2u>;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) index: u32) {
  partners[index] = vec2u(quadSwapX(index), quadSwapY(index));
}

// Nothing but multiply-adds: eight independent chains of four, so that no unit waits for a result.

/// Times round the loop; each adds 1 to every chain four times.
override rounds: u32 = 1u;

/// Factor and summand, both 1: read, so that nobody can work the answer out beforehand.
@group(0) @binding(0) var<storage, read> operands: array<vec4f, 2>;
@group(0) @binding(1) var<storage, read_write> results: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let m = operands[0];
  let c = operands[1];
  var a0 = vec4f(0.0);
  var a1 = vec4f(1.0);
  var a2 = vec4f(2.0);
  var a3 = vec4f(3.0);
  var a4 = vec4f(4.0);
  var a5 = vec4f(5.0);
  var a6 = vec4f(6.0);
  var a7 = vec4f(7.0);
  for (var round = 0u; round < rounds; round++) {
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a2 = fma(a2, m, c); a3 = fma(a3, m, c);
    a4 = fma(a4, m, c); a5 = fma(a5, m, c); a6 = fma(a6, m, c); a7 = fma(a7, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a2 = fma(a2, m, c); a3 = fma(a3, m, c);
    a4 = fma(a4, m, c); a5 = fma(a5, m, c); a6 = fma(a6, m, c); a7 = fma(a7, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a2 = fma(a2, m, c); a3 = fma(a3, m, c);
    a4 = fma(a4, m, c); a5 = fma(a5, m, c); a6 = fma(a6, m, c); a7 = fma(a7, m, c);
    a0 = fma(a0, m, c); a1 = fma(a1, m, c); a2 = fma(a2, m, c); a3 = fma(a3, m, c);
    a4 = fma(a4, m, c); a5 = fma(a5, m, c); a6 = fma(a6, m, c); a7 = fma(a7, m, c);
  }
  results[id.x] = (a0 + a1) + (a2 + a3) + ((a4 + a5) + (a6 + a7));
}

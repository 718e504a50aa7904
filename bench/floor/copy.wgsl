// Nothing but memory: each number is read once and written once, four vectors an invocation.

@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> destination: array<vec4f>;

@compute @workgroup_size(128)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = id.x;
  let stride = groups.x * 128u;
  destination[first] = source[first];
  destination[first + stride] = source[first + stride];
  destination[first + 2u * stride] = source[first + 2u * stride];
  destination[first + 3u * stride] = source[first + 3u * stride];
}

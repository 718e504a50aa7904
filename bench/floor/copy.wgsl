// Nothing but memory: each number is read once and written once.

@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> destination: array<vec4f>;

@compute @workgroup_size(128)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let stride = groups.x * 128u;
  for (var index = id.x; index < arrayLength(&destination); index += stride) {
    destination[index] = source[index];
  }
}

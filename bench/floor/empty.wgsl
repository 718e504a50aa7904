// A dispatch that does nothing.

@compute @workgroup_size(1)
fn main() {}

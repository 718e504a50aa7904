// Anchors to candidates: those whose score is high enough, decoded into frame pixels, in the order of their index (Bazarevsky et al. 2019).
// box centre = regressor / MODEL_SIZE + anchor, size = regressor / MODEL_SIZE, keypoints like the centre; then * side + corner of the view.
//
// views          header (count, frame width, frame height, 1 unused), then 4 f32 a view: x, y, side, 1 unused; frame pixels
// scores0/1      [views, cells, ANCHORS padded to whole vec4f] f32 logits of the first and of the second grid
// regressors0/1  [views, cells, ANCHORS * 16] f32: x, y, width, height, 6 keypoints (x, y), in model pixels
// candidates     [views] of a header (count, 3 unused) and CAPACITY times 20 f32: x, y, width, height, logit, 6 keypoints, 3 unused
//
// One workgroup: one view. Invocation t owns CHUNK anchors in a row; a prefix sum says where its candidates go.
// Edge: a box that leaves its view where the frame goes on is left to the view that sees it whole. Candidates beyond CAPACITY are dropped.
// Numbers that are not finite are never candidates. Views beyond the count are left as they are.

override MODEL_SIZE: f32 = 128.0;
override GRID0: u32 = 16;
override ANCHORS0: u32 = 2;
override GRID1: u32 = 0;
override ANCHORS1: u32 = 1;
override CAPACITY: u32 = 16;
override MIN_LOGIT: f32 = 0.0;
override FIRST_COUNT: u32 = GRID0 * GRID0 * ANCHORS0;
override SECOND_COUNT: u32 = GRID1 * GRID1 * ANCHORS1;
override CHUNK: u32 = (FIRST_COUNT + SECOND_COUNT + THREADS - 1u) / THREADS;

const THREADS = 128u;
const VALUES = 16u;
const STRIDE = 20u;

@group(0) @binding(0) var<storage, read> views: array<u32>;
@group(0) @binding(1) var<storage, read> scores0: array<f32>;
@group(0) @binding(2) var<storage, read> regressors0: array<f32>;
@group(0) @binding(3) var<storage, read> scores1: array<f32>;
@group(0) @binding(4) var<storage, read> regressors1: array<f32>;
@group(0) @binding(5) var<storage, read_write> candidates: array<u32>;

var<workgroup> counts: array<u32, THREADS>;

fn padded(anchors: u32) -> u32 {
  return (anchors + 3u) / 4u * 4u;
}

fn logitOf(view: u32, anchor: u32) -> f32 {
  if (anchor < FIRST_COUNT) {
    return scores0[(view * GRID0 * GRID0 + anchor / ANCHORS0) * padded(ANCHORS0) + anchor % ANCHORS0];
  }
  let second = anchor - FIRST_COUNT;
  return scores1[(view * GRID1 * GRID1 + second / ANCHORS1) * padded(ANCHORS1) + second % ANCHORS1];
}

fn regressorOf(view: u32, anchor: u32, value: u32) -> f32 {
  if (anchor < FIRST_COUNT) {
    return regressors0[(view * FIRST_COUNT + anchor) * VALUES + value];
  }
  return regressors1[(view * SECOND_COUNT + anchor - FIRST_COUNT) * VALUES + value];
}

fn centreOf(anchor: u32) -> vec2f {
  let isFirst = anchor < FIRST_COUNT;
  let grid = select(GRID1, GRID0, isFirst);
  let cell = select((anchor - FIRST_COUNT) / ANCHORS1, anchor / ANCHORS0, isFirst);
  return (vec2f(f32(cell % grid), f32(cell / grid)) + 0.5) / f32(grid);
}

// x, y and side in frame pixels.
fn squareOf(view: u32) -> vec3f {
  let first = 4u + 4u * view;
  return vec3f(bitcast<f32>(views[first]), bitcast<f32>(views[first + 1u]), bitcast<f32>(views[first + 2u]));
}

// Corner and size in frame pixels.
fn boxOf(view: u32, anchor: u32) -> vec4f {
  let square = squareOf(view);
  let offset = vec2f(regressorOf(view, anchor, 0u), regressorOf(view, anchor, 1u)) / MODEL_SIZE;
  let size = vec2f(regressorOf(view, anchor, 2u), regressorOf(view, anchor, 3u)) / MODEL_SIZE;
  return vec4f(square.xy + square.z * (centreOf(anchor) + offset - 0.5 * size), square.z * size);
}

// Whether the box leaves its view on a side where the frame goes on.
fn isCut(view: u32, box: vec4f) -> bool {
  let square = squareOf(view);
  let frame = vec2f(bitcast<f32>(views[1]), bitcast<f32>(views[2]));
  let far = square.xy + square.z;
  return any((box.xy < square.xy) & (square.xy > vec2f())) || any((box.xy + box.zw > far) & (far < frame));
}

fn isCandidate(view: u32, anchor: u32) -> bool {
  let logit = logitOf(view, anchor);
  var usable = logit >= MIN_LOGIT && logit < 1e30;
  for (var value = 0u; usable && value < VALUES; value++) {
    usable = abs(regressorOf(view, anchor, value)) < 1e6;
  }
  return usable && !isCut(view, boxOf(view, anchor));
}

fn store(view: u32, anchor: u32, slot: u32) {
  let first = view * (4u + CAPACITY * STRIDE) + 4u + slot * STRIDE;
  let box = boxOf(view, anchor);
  for (var value = 0u; value < 4u; value++) {
    candidates[first + value] = bitcast<u32>(box[value]);
  }
  candidates[first + 4u] = bitcast<u32>(logitOf(view, anchor));
  let square = squareOf(view);
  let centre = centreOf(anchor);
  for (var value = 4u; value < VALUES; value++) {
    let along = centre[value % 2u] + regressorOf(view, anchor, value) / MODEL_SIZE;
    candidates[first + 1u + value] = bitcast<u32>(square[value % 2u] + square.z * along);
  }
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let view = workgroup.z;
  if (view >= views[0]) {
    return;
  }
  let last = min((thread + 1u) * CHUNK, FIRST_COUNT + SECOND_COUNT);
  var own = 0u;
  for (var anchor = thread * CHUNK; anchor < last; anchor++) {
    own += select(0u, 1u, isCandidate(view, anchor));
  }
  counts[thread] = own;
  workgroupBarrier();
  for (var step = 1u; step < THREADS; step *= 2u) {
    var before = 0u;
    if (thread >= step) {
      before = counts[thread - step];
    }
    workgroupBarrier();
    counts[thread] += before;
    workgroupBarrier();
  }
  var slot = counts[thread] - own;
  for (var anchor = thread * CHUNK; own > 0u && anchor < last; anchor++) {
    if (isCandidate(view, anchor)) {
      if (slot < CAPACITY) {
        store(view, anchor, slot);
      }
      slot++;
    }
  }
  if (thread == THREADS - 1u) {
    candidates[view * (4u + CAPACITY * STRIDE)] = min(counts[thread], CAPACITY);
  }
}

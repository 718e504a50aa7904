// Anchors to faces: decode, then weighted non-maximum suppression (Bazarevsky et al. 2019; MediaPipe's non_max_suppression_calculator).
// Again and again: the best remaining anchor takes all that overlap it by more than MIN_IOU; the face is their score-weighted mean,
// its score the best one's. Boxes: centre = regressor / MODEL_SIZE + anchor, size = regressor / MODEL_SIZE; score = sigmoid(logit).
//
// scores0/1      [cells, ANCHORS padded to whole vec4f] f32 logits of the first and of the second grid
// regressors0/1  [cells, ANCHORS * 16] f32: x, y, width, height, 6 keypoints (x, y), in model pixels
// transform      scale, offsetX, offsetY: model pixels to frame pixels
// faces          header (count, 3 unused), then 20 f32 a face: x, y, width, height, score, 6 keypoints (x, y), 3 unused; frame pixels
//
// One workgroup in all. Invocation t owns the anchors t, t + 128, t + 256, … and keeps one bit for each.
// Ties go to the lower index; without atomics, so the result is the same every time. Numbers that are not finite never win.

override MODEL_SIZE: f32 = 128.0;
override GRID0: u32 = 16;
override ANCHORS0: u32 = 2;
override GRID1: u32 = 0;
override ANCHORS1: u32 = 1;
override MAX_FACES: u32 = 16;
override MIN_LOGIT: f32 = 0.0;
override MIN_IOU: f32 = 0.3;
override FIRST_COUNT: u32 = GRID0 * GRID0 * ANCHORS0;
override COUNT: u32 = FIRST_COUNT + GRID1 * GRID1 * ANCHORS1;

const THREADS = 128u;
const VALUES = 16u;
const FACE_STRIDE = 20u;
const NOTHING = -1e30;

@group(0) @binding(0) var<storage, read> scores0: array<f32>;
@group(0) @binding(1) var<storage, read> regressors0: array<f32>;
@group(0) @binding(2) var<storage, read> scores1: array<f32>;
@group(0) @binding(3) var<storage, read> regressors1: array<f32>;
@group(0) @binding(4) var<uniform> transform: vec4f;
@group(0) @binding(5) var<storage, read_write> faces: array<u32>;

var<workgroup> bestLogit: array<f32, THREADS>;
var<workgroup> bestIndex: array<u32, THREADS>;
var<workgroup> partial: array<f32, THREADS>;

fn logitOf(anchor: u32) -> f32 {
  if (anchor < FIRST_COUNT) {
    return scores0[anchor / ANCHORS0 * ((ANCHORS0 + 3u) / 4u * 4u) + anchor % ANCHORS0];
  }
  let second = anchor - FIRST_COUNT;
  return scores1[second / ANCHORS1 * ((ANCHORS1 + 3u) / 4u * 4u) + second % ANCHORS1];
}

fn regressorOf(anchor: u32, value: u32) -> f32 {
  if (anchor < FIRST_COUNT) {
    return regressors0[anchor * VALUES + value];
  }
  return regressors1[(anchor - FIRST_COUNT) * VALUES + value];
}

fn centreOf(anchor: u32) -> vec2f {
  let isFirst = anchor < FIRST_COUNT;
  let grid = select(GRID1, GRID0, isFirst);
  let cell = select((anchor - FIRST_COUNT) / ANCHORS1, anchor / ANCHORS0, isFirst);
  return (vec2f(f32(cell % grid), f32(cell / grid)) + 0.5) / f32(grid);
}

// Left, top, right, bottom in units of the model's input.
fn boxOf(anchor: u32) -> vec4f {
  let centre = centreOf(anchor) + vec2f(regressorOf(anchor, 0u), regressorOf(anchor, 1u)) / MODEL_SIZE;
  let half = 0.5 * vec2f(regressorOf(anchor, 2u), regressorOf(anchor, 3u)) / MODEL_SIZE;
  return vec4f(centre - half, centre + half);
}

// Value 0 and 1: the box's corner; 2 and 3: its size; 4 to 15: keypoint coordinates. In units of the model's input.
fn decoded(anchor: u32, value: u32) -> f32 {
  if (value < 2u) {
    return boxOf(anchor)[value];
  }
  let offset = select(centreOf(anchor)[value % 2u], 0.0, value < 4u);
  return regressorOf(anchor, value) / MODEL_SIZE + offset;
}

fn overlap(a: vec4f, b: vec4f) -> f32 {
  let size = max(min(a.zw, b.zw) - max(a.xy, b.xy), vec2f());
  let intersection = size.x * size.y;
  let together = (a.z - a.x) * (a.w - a.y) + (b.z - b.x) * (b.w - b.y) - intersection;
  return select(0.0, intersection / together, together > 0.0);
}

fn sigmoid(logit: f32) -> f32 {
  return 1.0 / (1.0 + exp(-clamp(logit, -80.0, 80.0)));
}

// Must be reached by all invocations. The sum stands in partial[0] afterwards.
fn reduceSum(thread: u32, own: f32) -> f32 {
  partial[thread] = own;
  workgroupBarrier();
  for (var step = THREADS / 2u; step > 0u; step /= 2u) {
    if (thread < step) {
      partial[thread] += partial[thread + step];
    }
    workgroupBarrier();
  }
  return workgroupUniformLoad(&partial[0]);
}

// Must be reached by all invocations. The best anchor's index stands in bestIndex[0] afterwards.
fn reduceBest(thread: u32, ownLogit: f32, ownIndex: u32) {
  bestLogit[thread] = ownLogit;
  bestIndex[thread] = ownIndex;
  workgroupBarrier();
  for (var step = THREADS / 2u; step > 0u; step /= 2u) {
    if (thread < step) {
      let logit = bestLogit[thread + step];
      let index = bestIndex[thread + step];
      if (logit > bestLogit[thread] || (logit == bestLogit[thread] && index < bestIndex[thread])) {
        bestLogit[thread] = logit;
        bestIndex[thread] = index;
      }
    }
    workgroupBarrier();
  }
}

// Points are moved and scaled, the box's size is only scaled.
fn toFrame(value: f32, index: u32) -> f32 {
  let margin = select(transform.y, transform.z, index % 2u == 1u);
  return (value * MODEL_SIZE - select(margin, 0.0, index == 2u || index == 3u)) * transform.x;
}

fn isUsable(anchor: u32) -> bool {
  let logit = logitOf(anchor);
  var usable = logit >= MIN_LOGIT && logit < 1e30;
  for (var value = 0u; usable && value < VALUES; value++) {
    usable = abs(regressorOf(anchor, value)) < 1e6;
  }
  return usable;
}

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) thread: u32) {
  var alive = 0u;
  for (var k = 0u; thread + k * THREADS < COUNT; k++) {
    alive |= select(0u, 1u << k, isUsable(thread + k * THREADS));
  }
  var count = 0u;
  for (; count < MAX_FACES; count++) {
    var ownLogit = NOTHING;
    var ownIndex = 0xffffffffu;
    for (var k = 0u; k < 32u; k++) {
      let anchor = thread + k * THREADS;
      if (((alive >> k) & 1u) == 1u && logitOf(anchor) > ownLogit) {
        ownLogit = logitOf(anchor);
        ownIndex = anchor;
      }
    }
    reduceBest(thread, ownLogit, ownIndex);
    let best = workgroupUniformLoad(&bestIndex[0]);
    if (best == 0xffffffffu) {
      break;
    }
    let box = boxOf(best);
    var taken = 0u;
    for (var k = 0u; k < 32u; k++) {
      let anchor = thread + k * THREADS;
      if (((alive >> k) & 1u) == 1u && (anchor == best || overlap(box, boxOf(anchor)) > MIN_IOU)) {
        taken |= 1u << k;
      }
    }
    alive &= ~taken;
    storeFace(thread, count, best, taken);
  }
  if (thread == 0u) {
    faces[0] = count;
  }
}

// Must be reached by all invocations; `taken` are the invocation's own anchors that belong to the face.
fn storeFace(thread: u32, face: u32, best: u32, taken: u32) {
  var ownWeight = 0.0;
  for (var k = 0u; k < 32u; k++) {
    if (((taken >> k) & 1u) == 1u) {
      ownWeight += sigmoid(logitOf(thread + k * THREADS));
    }
  }
  let weight = reduceSum(thread, ownWeight);
  let first = 4u + face * FACE_STRIDE;
  for (var value = 0u; value < VALUES; value++) {
    var own = 0.0;
    for (var k = 0u; k < 32u; k++) {
      if (((taken >> k) & 1u) == 1u) {
        let anchor = thread + k * THREADS;
        own += sigmoid(logitOf(anchor)) * decoded(anchor, value);
      }
    }
    let mean = reduceSum(thread, own) / weight;
    if (thread == 0u) {
      faces[first + value + select(0u, 1u, value >= 4u)] = bitcast<u32>(toFrame(mean, value));
    }
  }
  if (thread == 0u) {
    faces[first + 4u] = bitcast<u32>(sigmoid(logitOf(best)));
  }
}

// Candidates to faces: weighted non-maximum suppression (Bazarevsky et al. 2019; MediaPipe's non_max_suppression_calculator).
// Again and again: the best remaining candidate takes all that overlap it by more than MIN_IOU; the face is their score-weighted mean,
// its score the best one's; score = sigmoid(logit). Candidates of which, or in which, more than MIN_CONTAINED lies, are dropped with them:
// two views of one frame may see the same face in very different sizes.
//
// views       header (count, 3 unused), then 4 words a view
// candidates  [VIEWS] of a header (count, 3 unused) and CAPACITY times 20 f32: x, y, width, height, logit, 6 keypoints (x, y), 3 unused
// faces       header (count, 3 unused), then 20 f32 a face: x, y, width, height, score, 6 keypoints (x, y), 3 unused; frame pixels
//
// One workgroup in all. Invocation t owns the candidates t, t + 128, t + 256, … and keeps one bit for each.
// Ties go to the lower index; without atomics, so the result is the same every time.

override VIEWS: u32 = 1;
override CAPACITY: u32 = 16;
override MAX_FACES: u32 = 16;
override MIN_IOU: f32 = 0.3;
override MIN_CONTAINED: f32 = 0.6;
override OWNED: u32 = (VIEWS * CAPACITY + THREADS - 1u) / THREADS; // candidates an invocation owns, at most 32

const THREADS = 128u;
const VALUES = 17u;
const LOGIT = 4u;
const STRIDE = 20u;
const NOTHING = -1e30;

@group(0) @binding(0) var<storage, read> views: array<u32>;
@group(0) @binding(1) var<storage, read> candidates: array<u32>;
@group(0) @binding(2) var<storage, read_write> faces: array<u32>;

var<workgroup> bestLogit: array<f32, THREADS>;
var<workgroup> bestIndex: array<u32, THREADS>;
var<workgroup> partial: array<f32, THREADS>;

fn firstOf(view: u32) -> u32 {
  return view * (4u + CAPACITY * STRIDE);
}

fn exists(candidate: u32) -> bool {
  let view = candidate / CAPACITY;
  return view < min(VIEWS, views[0]) && candidate % CAPACITY < candidates[firstOf(view)];
}

fn valueOf(candidate: u32, value: u32) -> f32 {
  return bitcast<f32>(candidates[firstOf(candidate / CAPACITY) + 4u + candidate % CAPACITY * STRIDE + value]);
}

// Left, top, right, bottom.
fn edgesOf(candidate: u32) -> vec4f {
  let corner = vec2f(valueOf(candidate, 0u), valueOf(candidate, 1u));
  return vec4f(corner, corner + vec2f(valueOf(candidate, 2u), valueOf(candidate, 3u)));
}

// The part that two boxes share: of both together, and of the smaller one.
fn overlap(a: vec4f, b: vec4f) -> vec2f {
  let size = max(min(a.zw, b.zw) - max(a.xy, b.xy), vec2f());
  let intersection = size.x * size.y;
  let areas = vec2f((a.z - a.x) * (a.w - a.y), (b.z - b.x) * (b.w - b.y));
  let whole = vec2f(areas.x + areas.y - intersection, min(areas.x, areas.y));
  return select(vec2f(), intersection / whole, whole > vec2f());
}

fn scoreOf(candidate: u32) -> f32 {
  return 1.0 / (1.0 + exp(-clamp(valueOf(candidate, LOGIT), -80.0, 80.0)));
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

// Must be reached by all invocations. The best candidate's index stands in bestIndex[0] afterwards.
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

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) thread: u32) {
  var alive = 0u;
  for (var k = 0u; k < OWNED; k++) {
    alive |= select(0u, 1u << k, exists(thread + k * THREADS));
  }
  var count = 0u;
  for (; count < MAX_FACES; count++) {
    var ownLogit = NOTHING;
    var ownIndex = 0xffffffffu;
    for (var k = 0u; k < OWNED; k++) {
      let candidate = thread + k * THREADS;
      if (((alive >> k) & 1u) == 1u && valueOf(candidate, LOGIT) > ownLogit) {
        ownLogit = valueOf(candidate, LOGIT);
        ownIndex = candidate;
      }
    }
    reduceBest(thread, ownLogit, ownIndex);
    let best = workgroupUniformLoad(&bestIndex[0]);
    if (best == 0xffffffffu) {
      break;
    }
    let edges = edgesOf(best);
    var taken = 0u;
    for (var k = 0u; k < OWNED; k++) {
      let candidate = thread + k * THREADS;
      if (((alive >> k) & 1u) == 0u) {
        continue;
      }
      let sharing = overlap(edges, edgesOf(candidate));
      let isSame = candidate == best || sharing.x > MIN_IOU;
      taken |= select(0u, 1u << k, isSame);
      alive &= ~select(0u, 1u << k, isSame || sharing.y > MIN_CONTAINED);
    }
    storeFace(thread, count, best, taken);
  }
  if (thread == 0u) {
    faces[0] = count;
  }
}

// Must be reached by all invocations; `taken` are the invocation's own candidates that belong to the face.
fn storeFace(thread: u32, face: u32, best: u32, taken: u32) {
  var ownWeight = 0.0;
  for (var k = 0u; k < OWNED; k++) {
    if (((taken >> k) & 1u) == 1u) {
      ownWeight += scoreOf(thread + k * THREADS);
    }
  }
  let weight = reduceSum(thread, ownWeight);
  let first = 4u + face * STRIDE;
  for (var value = 0u; value < VALUES; value++) {
    var own = 0.0;
    for (var k = 0u; k < OWNED; k++) {
      if (((taken >> k) & 1u) == 1u) {
        own += scoreOf(thread + k * THREADS) * valueOf(thread + k * THREADS, value);
      }
    }
    let mean = reduceSum(thread, own) / weight;
    if (thread == 0u && value != LOGIT) {
      faces[first + value] = bitcast<u32>(mean);
    }
  }
  if (thread == 0u) {
    faces[first + LOGIT] = bitcast<u32>(scoreOf(best));
  }
}

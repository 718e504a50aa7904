"""The crop rule, which is part of the model: the same numbers as the engine's twin, `crop.reference.ts`.

A square around the box, turned until the eyes are level, bilinear between pixel centres, the border replicated; where
the crop shrinks the picture, the mean of several samples a pixel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

# Side of the stored crop, and of what the network sees, over the longer side of the detector's box.
STORED_SIDE_OVER_BOX = 1.3
SEEN_SIDE_OVER_BOX = 1.15
# Side of a stored crop in pixels.
STORED_SIZE = 96
MAX_TAPS = 8


@dataclass(frozen=True)
class Detection:
    """One face as the detector found it, in picture pixels; (0, 0) is the corner of the first pixel."""

    # Left, top, width, height.
    box: tuple[float, float, float, float]
    # The person's own right and left eye: x, y.
    right_eye: tuple[float, float]
    left_eye: tuple[float, float]
    # Detector's confidence, 0 to 1.
    score: float = 1.0


def _sample_bilinear(picture: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Values of `picture` `[H, W, 3]` at positions `[...]`; pixel (0, 0) has its centre at (0.5, 0.5)."""
    height, width = picture.shape[:2]
    left, top = np.floor(x - 0.5), np.floor(y - 0.5)
    across, down = (x - 0.5 - left)[..., None], (y - 0.5 - top)[..., None]
    columns = [np.clip(left + step, 0, width - 1).astype(np.intp) for step in (0, 1)]
    rows = [np.clip(top + step, 0, height - 1).astype(np.intp) for step in (0, 1)]
    upper, lower = (picture[row, columns[0]] * (1 - across) + picture[row, columns[1]] * across for row in rows)
    return upper * (1 - down) + lower * down


def crop_face(picture: np.ndarray, face: Detection, size: int, side_over_box: float) -> np.ndarray:
    """Cuts one face out of a picture `[H, W, 3]` of any range.

    Returns `[size, size, 3]` in double precision and the same range.
    """
    left, top, width, height = face.box
    side = side_over_box * max(width, height)
    taps = min(max(math.ceil(side / size), 1), MAX_TAPS)
    angle_rad = math.atan2(face.left_eye[1] - face.right_eye[1], face.left_eye[0] - face.right_eye[0])
    steps = ((np.arange(size * taps) + 0.5) / (size * taps) - 0.5) * side
    across, down = steps[None, :], steps[:, None]
    x = left + width / 2 + across * math.cos(angle_rad) - down * math.sin(angle_rad)
    y = top + height / 2 + across * math.sin(angle_rad) + down * math.cos(angle_rad)
    samples = _sample_bilinear(picture.astype(np.float64), x, y)
    return samples.reshape(size, taps, size, taps, 3).mean((1, 3))

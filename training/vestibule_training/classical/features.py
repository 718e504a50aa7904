"""Uniform local binary patterns on a grid: the same numbers as `src/classical/local-binary-patterns.ts`.

T. Ahonen, A. Hadid, M. Pietikäinen, "Face Description with Local Binary Patterns", 2006.
"""

from __future__ import annotations

import numpy as np

from ..crop import STORED_SIDE_OVER_BOX

# Side of the face in pixels, and of a cell of the grid.
SIZE = 64
CELL = 8
GRID = SIZE // CELL
# Patterns of at most two changes round the circle, and one for all others.
PATTERNS = 59
FEATURES = GRID * GRID * PATTERNS
# The whole stored crop: more of the hair than the networks see, which helped on the held-out part.
SEEN_SIDE_OVER_BOX = STORED_SIDE_OVER_BOX
# Row and column of each neighbour, clockwise from the upper left.
NEIGHBOURS = ((-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1))
GREY = (0.299, 0.587, 0.114)


def _uniform_numbers() -> np.ndarray:
    """For each of the 256 patterns its number among the uniform ones, or the last."""
    numbers = np.full(256, PATTERNS - 1)
    uniform = [
        code for code in range(256) if bin(code ^ (code >> 1 | (code & 1) << 7)).count("1") <= 2
    ]
    numbers[uniform] = np.arange(len(uniform))
    return numbers


NUMBERS = _uniform_numbers()


def grey_faces(crops: np.ndarray) -> np.ndarray:
    """Faces `[N, 64, 64]` in whole greys 0 to 255 of crops `[N, 3, S, S]` uint8: bilinear between pixel centres."""
    side = crops.shape[2]
    grey = np.tensordot(crops, np.array(GREY), ((1,), (0,)))
    share = SEEN_SIDE_OVER_BOX / STORED_SIDE_OVER_BOX
    at = side / 2 + ((np.arange(SIZE) + 0.5) / SIZE - 0.5) * share * side - 0.5
    low = np.clip(np.floor(at), 0, side - 1).astype(np.intp)
    high = np.minimum(low + 1, side - 1)
    weight = np.clip(at - low, 0, 1)
    rows = grey[:, low] * (1 - weight)[:, None] + grey[:, high] * weight[:, None]
    faces = rows[:, :, low] * (1 - weight) + rows[:, :, high] * weight
    return np.floor(faces + 0.5).astype(np.uint8)


def lbp_features(faces: np.ndarray) -> np.ndarray:
    """Square roots of each cell's shares of patterns, `[N, 3776]` float32, of faces `[N, 64, 64]` in whole greys."""
    padded = np.pad(faces, ((0, 0), (1, 1), (1, 1)), "edge")
    codes = np.zeros(faces.shape, np.uint8)
    for bit, (down, across) in enumerate(NEIGHBOURS):
        shifted = padded[:, 1 + down : 1 + down + SIZE, 1 + across : 1 + across + SIZE]
        codes |= (shifted >= faces).astype(np.uint8) << bit
    numbers = NUMBERS[codes]
    cells = np.arange(SIZE) // CELL
    bins = (cells[:, None] * GRID + cells[None, :]) * PATTERNS + numbers
    bins = bins + (np.arange(len(faces)) * FEATURES)[:, None, None]
    counts = np.bincount(bins.ravel(), minlength=len(faces) * FEATURES).reshape(len(faces), FEATURES)
    return np.sqrt(counts / CELL**2).astype(np.float32)

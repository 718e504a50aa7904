"""Which faces train, validate and test, for good: by the name of the picture, so that it never depends on an order."""

from __future__ import annotations

import zlib

import numpy as np
from tqdm import tqdm

from .model_input import GREY

# Percent of all below which a face trains, and below which it validates; the rest test.
TRAIN_BELOW, VALIDATION_BELOW = 80, 90
THUMBNAIL_SIZE = 16
# Part of the stored crop that the thumbnail shows, in pixels.
THUMBNAIL_FROM = 64
# Two thumbnails that correlate as much as this show the same picture.
DUPLICATE_CORRELATION = 0.985
# Training faces that are compared at once.
CHUNK = 4096


def split_of(key: str) -> str:
    """`train`, `val` or `test` for a picture's original file name."""
    percent = zlib.crc32(key.encode("utf-8")) % 100
    if percent < TRAIN_BELOW:
        return "train"
    return "val" if percent < VALIDATION_BELOW else "test"


def thumbnail(crop: np.ndarray) -> np.ndarray:
    """A stored crop `[S, S, 3]` as 256 grey values with mean 0 and length 1; all 0 for an even surface."""
    start = (crop.shape[0] - THUMBNAIL_FROM) // 2
    centre = crop[start : start + THUMBNAIL_FROM, start : start + THUMBNAIL_FROM].astype(np.float32) @ np.float32(GREY)
    taps = THUMBNAIL_FROM // THUMBNAIL_SIZE
    grey = centre.reshape(THUMBNAIL_SIZE, taps, THUMBNAIL_SIZE, taps).mean((1, 3)).ravel()
    grey -= grey.mean()
    length = np.linalg.norm(grey)
    return grey / length if length > 1e-3 else np.zeros_like(grey)


def thumbnails_of(crops: np.ndarray) -> np.ndarray:
    """Thumbnails `[N, 256]` of stored crops `[N, 3, S, S]` uint8."""
    return np.stack([thumbnail(crop.transpose(1, 2, 0)) for crop in crops])


def near_duplicates(candidates: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which candidates `[N, 256]` show nearly the same as any of the others `[M, 256]`: `[N]` of bool."""
    found = np.zeros(len(candidates), bool)
    if len(others) == 0:
        return found
    for start in tqdm(range(0, len(candidates), CHUNK), desc="near duplicates", disable=None, leave=False):
        part = slice(start, start + CHUNK)
        found[part] = (candidates[part] @ others.T).max(1) >= DUPLICATE_CORRELATION
    return found

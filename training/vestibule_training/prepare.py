"""From folders of pictures to aligned crops with labels, split, without near duplicates."""

from __future__ import annotations

import io
import json
import struct
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from tqdm import tqdm

from .atomic import write_text
from .crop import STORED_SIDE_OVER_BOX, STORED_SIZE, Detection, crop_face
from .detections import DetectedPicture, central_face, detect, read_detections
from .errors import InputError
from .face_rows import SPLITS, FaceRow, write_rows
from .labels import LabelledPicture, read_labels
from .split import near_duplicates, split_of, thumbnail

JPEG_QUALITY = 95
# What shows through a transparent picture.
BACKGROUND = (128, 128, 128)
# Formats in which Chromium does not heed EXIF data.
UNTURNED = ("WEBP",)
SUMMARY = "data.json"


@dataclass
class Prepared:
    """Faces of one split that were cut, each with its thumbnail of 256 numbers."""

    rows: list[FaceRow]
    thumbnails: list[np.ndarray]


def read_picture(path: Path) -> np.ndarray:
    """A picture as `[H, W, 3]` uint8, on mid grey where it is transparent. Raises InputError when it is none.

    It is turned as its EXIF data say where the browser that looks for faces does so.
    """
    try:
        with Image.open(path) as picture:
            turned = picture if picture.format in UNTURNED else ImageOps.exif_transpose(picture)
            layer = turned.convert("RGBA")
    except (OSError, ValueError, SyntaxError, struct.error) as error:
        # The last two are what Pillow says of damaged EXIF data.
        raise InputError(f"{path} is not a picture that can be read: {error}") from None
    ground = Image.new("RGBA", layer.size, (*BACKGROUND, 255))
    return np.asarray(Image.alpha_composite(ground, layer).convert("RGB"))


def stored_crop(picture: np.ndarray, face: Detection) -> np.ndarray:
    """The crop that is stored, `[96, 96, 3]` uint8, of a picture `[H, W, 3]` uint8."""
    return np.rint(crop_face(picture, face, STORED_SIZE, STORED_SIDE_OVER_BOX)).astype(np.uint8)


def _store(crop: np.ndarray, path: Path) -> np.ndarray:
    """Writes the crop as JPEG and gives back what a reader will see."""
    content = io.BytesIO()
    Image.fromarray(crop).save(content, "JPEG", quality=JPEG_QUALITY)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.getvalue())
    return np.asarray(Image.open(content).convert("RGB"))


def _cut_one(
    item: LabelledPicture, images: Path, detected: DetectedPicture, out: Path
) -> tuple[str, np.ndarray] | str:
    """Split and thumbnail of a face that was cut, or the reason why there is none."""
    path = images / item.picture
    if not path.is_file():
        return "picture is missing"
    try:
        picture = read_picture(path)
    except InputError:
        # One damaged picture among thousands is counted and left out.
        return "picture cannot be read"
    size = picture.shape[1], picture.shape[0]
    if detected.faces and detected.size != size:
        return "picture is not of the size in which faces were found"
    face = central_face(detected.faces, *size)
    if face is None:
        return "no sure face at the centre"
    split = split_of(item.split_key)
    return split, thumbnail(_store(stored_crop(picture, face), out / split / item.row.file))


def _drop_near_duplicates(prepared: dict[str, Prepared], out: Path) -> int:
    """Takes training faces out that look like one of the others; answers how many."""
    others = [*prepared["val"].thumbnails, *prepared["test"].thumbnails]
    train = prepared["train"]
    if not others or not train.rows:
        return 0
    doubled = near_duplicates(np.stack(train.thumbnails), np.stack(others))
    for row, gone in zip(train.rows, doubled):
        if gone:
            (out / "train" / row.file).unlink()
    train.rows = [row for row, gone in zip(train.rows, doubled) if not gone]
    return int(doubled.sum())


def _listed_once(items: list[LabelledPicture], dropped: Counter) -> list[LabelledPicture]:
    """Each picture once; of one that is listed with two labels neither can be believed. `dropped` counts the rest."""
    listings: dict[str, list[LabelledPicture]] = defaultdict(list)
    for item in items:
        listings[item.row.file].append(item)
    once = []
    for listed in listings.values():
        if len({item.row.label for item in listed}) > 1:
            dropped["listed with two labels"] += len(listed)
        else:
            dropped["listed before"] += len(listed) - 1
            once.append(listed[0])
    return once


def prepare(images: Path, kind: str, meta: Path | None, detections: Path | None, out: Path, trained_on: str) -> dict:
    """Writes `train/`, `val/`, `test/` with a CSV each, and `data.json`; answers the summary that stands in it."""
    dropped: Counter = Counter()
    items = _listed_once(read_labels(kind, images, meta, dropped), dropped)
    if not items:
        raise InputError(f"{images}: expected labelled pictures of {kind}, found none")
    if detections is None:
        detections = out / "detections.csv"
        detect(images.resolve(), detections.resolve())
    detected = read_detections(detections)
    prepared = {split: Prepared([], []) for split in SPLITS}
    for item in tqdm(items, desc="cutting", unit="face", disable=None):
        cut = _cut_one(item, images, detected.get(item.picture, DetectedPicture()), out)
        if isinstance(cut, str):
            dropped[cut] += 1
            continue
        prepared[cut[0]].rows.append(item.row)
        prepared[cut[0]].thumbnails.append(cut[1])
    dropped["near duplicate of a validation or test face"] += _drop_near_duplicates(prepared, out)
    for split in SPLITS:
        write_rows(out / f"{split}.csv", prepared[split].rows)
    summary = {
        "trained_on": trained_on,
        "faces": {split: len(prepared[split].rows) for split in SPLITS},
        "dropped": {reason: count for reason, count in sorted(dropped.items()) if count > 0},
    }
    write_text(out / SUMMARY, json.dumps(summary, indent=2) + "\n")
    return summary

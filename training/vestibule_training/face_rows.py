"""Prepared faces on the disk: rows of labels and the crops they name, as `prepare` leaves them. Needs NumPy, not PyTorch."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable

import numpy as np
from PIL import Image, UnidentifiedImageError
from tqdm import tqdm

from .crop import STORED_SIZE
from .errors import InputError

CLASSES = ("woman", "man")
COLUMNS = ("file", "label", "age", "group")
SPLITS = ("train", "val", "test")
MAX_AGE = 130
ADULT_AGE = 18


@dataclass(frozen=True)
class FaceRow:
    """One labelled face; `age` in years, 0 to 130."""

    file: str
    label: str
    age: float
    group: str


def _read_row(row: dict, place: str) -> FaceRow:
    label, age = row["label"], row["age"]
    if label not in CLASSES:
        raise InputError(f"{place}, column label: expected woman or man, found {label!r}")
    try:
        years = float(age)
    except (TypeError, ValueError):
        # Not a number: refused below in the same words as one out of range.
        years = -1.0
    if not 0 <= years <= MAX_AGE:
        raise InputError(f"{place}, column age: expected years from 0 to {MAX_AGE}, found {age!r}")
    if not row["file"] or not row["group"]:
        raise InputError(f"{place}: expected a file and a group, found {row['file']!r} and {row['group']!r}")
    return FaceRow(row["file"], label, years, row["group"])


def read_rows(path: Path) -> list[FaceRow]:
    """Reads a CSV with the columns file, label, age, group. Raises InputError naming line and column."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
            if missing:
                raise InputError(f"{path}, line 1: expected the columns {','.join(COLUMNS)}; {missing[0]} is missing")
            rows = [_read_row(row, f"{path}, line {reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot read {path}: {error}") from None
    if not rows:
        raise InputError(f"{path}: expected at least one face, found none")
    return rows


def write_rows(path: Path, rows: Iterable[FaceRow]) -> None:
    """The inverse of `read_rows`."""
    from .atomic import write_text

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((row.file, row.label, f"{row.age:g}", row.group) for row in rows)
    write_text(path, text.getvalue())


def _opener(folder: Path, split: str) -> Callable[[str], bytes]:
    """Reads a picture from the folder of a split, or from its zip file."""
    if (folder / split).is_dir():
        return lambda name: (folder / split / name).read_bytes()
    archive = folder / f"{split}.zip"
    if not archive.is_file():
        raise InputError(f"{folder}: expected the folder {split}/ or the file {split}.zip, found neither")
    return zipfile.ZipFile(archive).read


def decode_crop(content: bytes, name: str) -> np.ndarray:
    """A stored crop `[3, 96, 96]` uint8."""
    try:
        picture = Image.open(io.BytesIO(content)).convert("RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise InputError(f"{name} is not a picture: {error}") from None
    if picture.size != (STORED_SIZE, STORED_SIZE):
        raise InputError(f"{name}: expected {STORED_SIZE}x{STORED_SIZE} pixels, found {picture.width}x{picture.height}")
    return np.asarray(picture).transpose(2, 0, 1)


def read_crops(folder: Path, split: str) -> tuple[list[FaceRow], np.ndarray]:
    """Reads all rows of one split and their crops `[N, 3, 96, 96]` uint8. Raises InputError naming the file that is wrong."""
    rows = read_rows(folder / f"{split}.csv")
    read = _opener(folder, split)
    crops = np.empty((len(rows), 3, STORED_SIZE, STORED_SIZE), np.uint8)
    for index, row in enumerate(tqdm(rows, desc=f"reading {split}", unit="face", disable=None)):
        try:
            content = read(row.file)
        except (OSError, KeyError):
            # A folder says OSError, a zip file KeyError.
            raise InputError(f"{folder}, {split}: {row.file} stands in {split}.csv but is not there") from None
        crops[index] = decode_crop(content, f"{split}/{row.file}")
    return rows, crops

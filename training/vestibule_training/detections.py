"""Faces that the project's own detector found, as `npm run detect` writes them."""

from __future__ import annotations

import csv
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from .crop import Detection
from .errors import InputError

COLUMNS = (
    "file,width,height,score,box_x,box_y,box_width,box_height,right_eye_x,right_eye_y,left_eye_x,left_eye_y".split(",")
)
REPOSITORY = Path(__file__).resolve().parents[2]
# The picture is padded to this many times its sides before the detector looks, which expects some room around a face.
PAD = 1.6
LEAST_SCORE = 0.5


@dataclass
class DetectedPicture:
    """A picture as the detector saw it: width and height in pixels, and the faces on it; 0 by 0 where it saw none."""

    size: tuple[int, int] = (0, 0)
    faces: list[Detection] = field(default_factory=list)


def read_detections(path: Path) -> dict[str, DetectedPicture]:
    """Detected pictures by file. Raises InputError naming line and what was expected."""
    found: dict[str, DetectedPicture] = {}
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            if (reader.fieldnames or []) != COLUMNS:
                raise InputError(f"{path}, line 1: expected the columns {','.join(COLUMNS)}")
            for row in reader:
                size, faces = _read_row(row, f"{path}, line {reader.line_num}")
                found.setdefault(row["file"], DetectedPicture(size)).faces.extend(faces)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot read {path}: {error}") from None
    return found


def _read_row(row: dict, place: str) -> tuple[tuple[int, int], list[Detection]]:
    """The picture's size with one detection, or with none for a picture in which there was no face."""
    try:
        size = int(row["width"]), int(row["height"])
        if row["score"] == "":
            return size, []
        score, x, y, width, height, *eyes = (float(row[column]) for column in COLUMNS[3:])
    except (TypeError, ValueError):
        # A field is empty, missing or no number.
        raise InputError(f"{place}: expected numbers after the file, found {list(row.values())[1:]}") from None
    return size, [Detection((x, y, width, height), (eyes[0], eyes[1]), (eyes[2], eyes[3]), score)]


def central_face(faces: list[Detection], width: int, height: int) -> Detection | None:
    """The surest face that lies on the picture's centre with a score over one half, or None; the picture's size in pixels."""

    def is_central(face: Detection) -> bool:
        left, top, box_width, box_height = face.box
        return left <= width / 2 <= left + box_width and top <= height / 2 <= top + box_height

    sure = [face for face in faces if face.score > LEAST_SCORE and is_central(face)]
    return max(sure, key=lambda face: face.score, default=None)


def detect(images: Path, out: Path) -> None:
    """Runs the project's detector on all pictures of a folder. Raises InputError where Node or the tool fails."""
    command = ["npm", "run", "--silent", "detect", "--", "--images", str(images), "--out", str(out), "--pad", str(PAD)]
    try:
        status = subprocess.run(command, cwd=REPOSITORY, check=False).returncode
    except OSError as error:
        raise InputError(f"the detector needs Node's npm: {error}; or name a file of detections") from None
    if status != 0:
        raise InputError("the detector failed: see above; `npm ci` in the repository's root installs what it needs")

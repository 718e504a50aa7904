"""Who is on which picture: from UTKFace's file names, from the metadata files of IMDB and WIKI, or from a CSV."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from .errors import InputError
from .face_rows import CLASSES, MAX_AGE, FaceRow, read_rows

GROUPS = ("white", "black", "asian", "indian", "other")
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
# What UTKFace's archive of aligned faces adds to each name.
CHIP = ".chip.jpg"
# Days between MATLAB's year 0 and Python's year 1.
MATLAB_OFFSET_DAYS = 366


@dataclass(frozen=True)
class LabelledPicture:
    """A picture on the disk with what is known of the person on it."""

    # Path of the picture inside the folder.
    picture: str
    # What the split is made by: the same key, the same split.
    split_key: str
    row: FaceRow


def read_utkface(images: Path, dropped: Counter) -> Iterator[LabelledPicture]:
    """Files named `age_gender_race_date.jpg`, gender 0 for man; `dropped` counts the rest by reason."""
    for path in sorted(images.iterdir()):
        if path.suffix.lower() not in PICTURES:
            continue
        stem = path.name[: -len(CHIP)] if path.name.endswith(CHIP) else path.name
        age, gender, race, *rest = (stem.split("_") + ["", "", ""])[:4]
        known = age.isdigit() and int(age) <= MAX_AGE and gender in ("0", "1") and race in tuple("01234")
        if not known or rest == [""]:
            dropped["name is not age_gender_race_date"] += 1
            continue
        row = FaceRow(stem, "man" if gender == "0" else "woman", int(age), GROUPS[int(race)])
        yield LabelledPicture(path.name, stem + CHIP, row)


def _matlab_columns(meta: Path, name: str) -> dict:
    try:
        from scipy.io import loadmat
    except ImportError:
        # scipy is wanted by this format alone.
        raise InputError("imdb.mat and wiki.mat are read by scipy: install python3-scipy") from None
    try:
        table = loadmat(meta, simplify_cells=True)[name]
        return {key: table[key] for key in ("dob", "photo_taken", "full_path", "gender", "face_score", "second_face_score")}
    except (OSError, ValueError, KeyError, NotImplementedError) as error:
        raise InputError(f"{meta}: expected a MATLAB file with the struct {name}: {error}") from None


def _age_years(dob: float, photo_taken: float) -> int | None:
    """Years from a MATLAB date to the middle of the year of a picture; None where the date makes no sense."""
    from datetime import date

    try:
        born = date.fromordinal(int(dob) - MATLAB_OFFSET_DAYS)
    except (ValueError, OverflowError):
        # A date of birth before the year 1 or not a number.
        return None
    years = int(photo_taken) - born.year - (0 if born.month < 7 else 1)
    return years if 0 <= years <= MAX_AGE else None


def read_matlab(meta: Path, name: str, dropped: Counter) -> Iterator[LabelledPicture]:
    """Rows of `imdb.mat` or `wiki.mat` that show exactly one sure face of known gender and age.

    The split goes by person, as the same people are on many pictures.
    """
    table = _matlab_columns(meta, name)
    columns = (table[key] for key in ("dob", "photo_taken", "full_path", "gender", "face_score", "second_face_score"))
    for dob, taken, path, gender, score, second in zip(*columns):
        age = _age_years(dob, taken)
        if not score > 0:
            dropped["no face in the metadata"] += 1
        elif second > 0:
            dropped["a second face"] += 1
        elif gender not in (0, 1):
            dropped["gender unknown"] += 1
        elif age is None:
            dropped["age unknown"] += 1
        else:
            person = Path(path).name.split("_")[0]
            yield LabelledPicture(path, person, FaceRow(path, CLASSES[int(gender)], age, name))


def read_labels(kind: str, images: Path, meta: Path | None, dropped: Counter) -> list[LabelledPicture]:
    """All labelled pictures of a data set; `kind` is utkface, imdb, wiki or csv. `dropped` counts the rest by reason."""
    if not images.is_dir():
        raise InputError(f"{images}: expected a folder of pictures")
    if kind == "utkface":
        return list(read_utkface(images, dropped))
    if meta is None:
        raise InputError(f"--format {kind} needs --meta FILE")
    if kind == "csv":
        return [LabelledPicture(row.file, row.file, row) for row in read_rows(meta)]
    return list(read_matlab(meta, kind, dropped))

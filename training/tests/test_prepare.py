"""Pictures become crops with labels; what cannot is counted by its reason."""

from __future__ import annotations

import csv
import zlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from vestibule_training.crop import Detection
from vestibule_training.detections import REPOSITORY, central_face, read_detections
from vestibule_training.errors import InputError
from vestibule_training.evaluate import log_odds, logits_of
from vestibule_training.export import COMPOSITE_DETECTIONS, COMPOSITES
from vestibule_training.face_rows import SPLITS, read_rows
from vestibule_training.faces import join_faces, load_faces
from vestibule_training.labels import read_labels
from vestibule_training.prepare import prepare, read_picture
from vestibule_training.split import near_duplicates, split_of, thumbnail
from vestibule_training.weights import load_weights

# EXIF's number for how the picture is to be turned.
ORIENTATION = 0x0112


def test_composites_are_split_by_name(composites: Path) -> None:
    for split in SPLITS:
        rows = read_rows(composites / f"{split}.csv")
        faces = load_faces(composites, split)
        assert faces.crops.shape == (len(rows), 3, 96, 96) and len(rows) > 0
        assert all(split_of(row.file) == split for row in rows)


def test_the_shipped_network_knows_the_faces_that_were_cut(composites: Path) -> None:
    architecture, network = load_weights(REPOSITORY / "public" / "models" / "mini-xception.safetensors")
    faces = join_faces([load_faces(composites, split) for split in SPLITS])
    odds = log_odds(logits_of(network, architecture, faces, torch.device("cpu")))
    assert ((odds > 0).long() == faces.labels).all()


def test_the_split_is_by_crc32() -> None:
    keys = [f"{index}_1_0.jpg" for index in range(2000)]
    expected = ["train" if zlib.crc32(key.encode()) % 100 < 80 else None for key in keys]
    assert [split == "train" for split in map(split_of, keys)] == [split == "train" for split in expected]
    assert Counter(map(split_of, keys)).keys() == {"train", "val", "test"}


def test_utkface_names(tmp_path: Path) -> None:
    for name in ("25_1_2_20170116.jpg.chip.jpg", "3_0_4_1.jpg", "61_1_20170109.jpg", "x_1_1_1.jpg", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    dropped: Counter = Counter()
    items = read_labels("utkface", tmp_path, None, dropped)
    assert [(item.row.file, item.row.label, item.row.age, item.row.group) for item in items] == [
        ("25_1_2_20170116.jpg", "woman", 25, "asian"),
        ("3_0_4_1.jpg", "man", 3, "other"),
    ]
    assert items[1].split_key == "3_0_4_1.jpg.chip.jpg"
    assert dropped == {"name is not age_gender_race_date": 2}


def test_wiki_metadata(tmp_path: Path) -> None:
    scipy_io = pytest.importorskip("scipy.io", reason="python3-scipy is not here: wiki.mat is not tried")
    born = 723671.0  # 1981-05-05
    table = {
        "dob": np.array([born, born, born, born, born]),
        "photo_taken": np.array([2009.0, 2009.0, 2009.0, 2009.0, 1970.0]),
        "full_path": np.array([f"0{i}/{i}_1981-05-05_2009.jpg" for i in range(5)], object),
        "gender": np.array([1.0, 0.0, np.nan, 1.0, 1.0]),
        "face_score": np.array([4.3, 2.0, 3.0, -np.inf, 3.0]),
        "second_face_score": np.array([np.nan, 1.0, np.nan, np.nan, np.nan]),
    }
    scipy_io.savemat(tmp_path / "wiki.mat", {"wiki": table})
    dropped: Counter = Counter()
    items = read_labels("wiki", tmp_path, tmp_path / "wiki.mat", dropped)
    assert [(item.row.file, item.row.label, item.row.age) for item in items] == [("00/0_1981-05-05_2009.jpg", "man", 28)]
    reasons = {"a second face": 1, "gender unknown": 1, "no face in the metadata": 1, "age unknown": 1}
    assert dropped == reasons


def test_near_duplicates_are_found() -> None:
    random = np.random.default_rng(0)
    pictures = random.integers(0, 255, (6, 96, 96, 3)).astype(np.uint8)
    brighter = np.clip(pictures[2].astype(int) // 2 + 40, 0, 255).astype(np.uint8)
    others = np.stack([thumbnail(brighter), thumbnail(np.full((96, 96, 3), 9, np.uint8))])
    candidates = np.stack([thumbnail(picture) for picture in pictures])
    assert near_duplicates(candidates, others).tolist() == [False, False, True, False, False, False]


def _prepare(folder: Path, listed: list[tuple[str, str]]) -> dict:
    """Prepares the folder's pictures by file and label, each with the face of man-00.webp at its place there."""
    with open(folder / "labels.csv", "w", newline="", encoding="utf-8") as labels:
        csv.writer(labels).writerows([("file", "label", "age", "group"), *((*item, 9, "x") for item in listed)])
    header, row = COMPOSITE_DETECTIONS.read_text("utf-8").splitlines()[:2]
    lines = [",".join([name, *row.split(",")[1:]]) for name in dict(listed)]
    (folder / "found.csv").write_text("\n".join([header, *lines, ""]), "utf-8")
    return prepare(folder, "csv", folder / "labels.csv", folder / "found.csv", folder / "out", "composites")


def _same_face_in_two_splits(folder: Path) -> tuple[str, str]:
    """Writes one picture under two names, of which the first trains and the second tests."""
    train, test = (next(f"{i}.png" for i in range(999) if split_of(f"{i}.png") == split) for split in ("train", "test"))
    for name in (train, test):
        Image.open(COMPOSITES / "man-00.webp").save(folder / name)
    return train, test


def test_a_training_face_like_a_tested_one_is_dropped(tmp_path: Path) -> None:
    train, test = _same_face_in_two_splits(tmp_path)
    summary = _prepare(tmp_path, [(train, "man"), (test, "man")])
    assert summary["faces"] == {"train": 0, "val": 0, "test": 1}
    assert summary["dropped"] == {"near duplicate of a validation or test face": 1}
    assert not (tmp_path / "out" / "train" / train).exists()


def test_a_picture_that_is_listed_twice_counts_once(tmp_path: Path) -> None:
    train, test = _same_face_in_two_splits(tmp_path)
    summary = _prepare(tmp_path, [(train, "man"), (test, "man"), (train, "man")])
    assert summary["faces"] == {"train": 0, "val": 0, "test": 1}
    assert summary["dropped"] == {"listed before": 1, "near duplicate of a validation or test face": 1}
    summary = _prepare(tmp_path, [(train, "man"), (test, "man"), (train, "woman")])
    assert summary["dropped"] == {"listed with two labels": 2}


@pytest.mark.parametrize("kind, is_turned", [("jpg", True), ("png", True), ("webp", False)])
def test_a_picture_is_turned_by_its_exif_data_where_the_browser_does(kind: str, is_turned: bool, tmp_path: Path) -> None:
    upright = Image.open(COMPOSITES / "man-00.webp").convert("RGB").crop((0, 0, 224, 200))
    lying = upright.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    lying.save(tmp_path / f"lying.{kind}", exif=exif, quality=95)
    found = read_picture(tmp_path / f"lying.{kind}").astype(int)
    expected = np.asarray(upright if is_turned else lying)
    assert found.shape == expected.shape and np.abs(found - expected).mean() < 3


def test_a_picture_of_another_size_than_the_detector_saw_is_dropped(tmp_path: Path) -> None:
    Image.open(COMPOSITES / "man-00.webp").convert("RGB").save(tmp_path / "same.png")
    Image.open(COMPOSITES / "man-00.webp").convert("RGB").crop((0, 0, 224, 200)).save(tmp_path / "other.png")
    summary = _prepare(tmp_path, [("same.png", "man"), ("other.png", "man")])
    assert sum(summary["faces"].values()) == 1
    assert summary["dropped"] == {"picture is not of the size in which faces were found": 1}


def test_the_surest_face_at_the_centre_counts() -> None:
    def face(left: float, score: float) -> Detection:
        return Detection((left, 30, 40, 40), (0, 0), (1, 0), score)

    assert central_face([face(30, 0.7), face(35, 0.8), face(0, 0.9), face(31, 0.4)], 100, 100) == face(35, 0.8)
    assert central_face([face(30, 0.5), face(0, 0.9)], 100, 100) is None


def test_refuses_a_file_that_is_none_of_detections(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="d.csv, line 1: expected the columns file,width"):
        read_detections(tmp_path / "d.csv")
    header = COMPOSITE_DETECTIONS.read_text("utf-8").splitlines()[0]
    (tmp_path / "d.csv").write_text(f"{header}\nx.jpg,1,1,high,0,0,0,0,0,0,0,0\n")
    with pytest.raises(InputError, match="d.csv, line 2: expected numbers"):
        read_detections(tmp_path / "d.csv")


@pytest.mark.parametrize(
    "line, message",
    [("a.jpg,men,3,x", "column label: expected woman or man, found 'men'"), ("a.jpg,man,-1,x", "column age")],
)
def test_refuses_wrong_labels(line: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(f"file,label,age,group\n{line}\n")
    with pytest.raises(InputError) as refused:
        read_rows(tmp_path / "l.csv")
    assert "l.csv, line 2" in str(refused.value) and message in str(refused.value)

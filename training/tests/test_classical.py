"""The classical baseline: the kiosk's own description of a face, a recipe that learns, and files that the kiosk reads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from vestibule_training.classical.features import CELL, FEATURES, PATTERNS, SIZE, grey_faces, lbp_features
from vestibule_training.detections import REPOSITORY
from vestibule_training.margin import least_margin
from vestibule_training.safetensors_file import read_safetensors

GOLDEN, _ = read_safetensors(REPOSITORY / "fixtures" / "goldens" / "lbp-svm.safetensors")
SHIPPED = REPOSITORY / "public" / "models" / "lbp-svm.safetensors"


def test_a_face_is_described_as_the_kiosk_does() -> None:
    crops = GOLDEN["crops"].astype(np.uint8).transpose(0, 3, 1, 2)
    features = lbp_features(grey_faces(crops))
    assert np.abs(features - GOLDEN["features"]).max() < 1e-6
    weights, _ = read_safetensors(SHIPPED)
    odds = features @ weights["svm/weights"].ravel() + weights["svm/bias"]
    assert np.abs(odds - GOLDEN["log_odds"]).max() < 1e-4


def test_an_even_face_has_one_pattern_in_each_cell() -> None:
    features = lbp_features(np.full((1, SIZE, SIZE), 77, np.uint8)).reshape(-1, PATTERNS)
    assert features.shape == (FEATURES // PATTERNS, PATTERNS)
    assert (features.sum(1) == 1).all() and (features.max(1) == 1).all()
    assert CELL * CELL == 64


def test_the_margin_is_the_least_that_reaches_the_precision() -> None:
    odds = np.array([3.0, -2.0, 1.0, 0.5])
    assert least_margin(odds, np.array([True, True, True, False])) == 1.0
    assert least_margin(odds, np.array([False, False, False, False])) == 3.0


def test_the_command_writes_weights_and_card_and_needs_no_pytorch(composites: Path, tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn, which trains the classical baseline, is not here")
    # Composites are few and none of them is under age; the split may leave a part with one class.
    for split in ("train", "val", "test"):
        labels = {line.split(",")[1] for line in (composites / f"{split}.csv").read_text().splitlines()[1:]}
        assert labels == {"woman", "man"}, split
    code = (
        "import sys; sys.modules['torch'] = None; from vestibule_training.classical.__main__ import main;"
        f"sys.exit(main(['--data', {str(composites)!r}, '--out', {str(tmp_path)!r}, '--trained-on', 'composites']))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY / "training")
    weights, _ = read_safetensors(tmp_path / "lbp-svm.safetensors")
    assert weights["svm/weights"].shape == (8, 8, PATTERNS)
    card = json.loads((tmp_path / "lbp-svm.json").read_text())
    assert card["metrics_test"]["all"]["n"] > 0 and card["trained_on"] == "composites"

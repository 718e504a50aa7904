"""Extra, where ../shared lies: the shipped weights have the card's figures, temperature and margin on the real faces."""

from __future__ import annotations

import json

import pytest
import torch

from conftest import SHARED
from vestibule_training.calibrate import calibrate
from vestibule_training.detections import REPOSITORY
from vestibule_training.evaluate import log_odds, logits_of, measure
from vestibule_training.faces import Faces, load_faces
from vestibule_training.weights import load_weights

DATA = SHARED / "data" / "faces"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="there is no ../shared/data/faces")
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def adults() -> Faces:
    """Validation faces that calibrate."""
    return load_faces(DATA, "val").adults()


@pytest.fixture(scope="module")
def tested() -> Faces:
    """The test set."""
    return load_faces(DATA, "test")


@pytest.mark.parametrize("name", ["mini-xception", "cnn-9layer"])
def test_the_card_is_reproduced(name: str, adults: Faces, tested: Faces) -> None:
    weights = REPOSITORY / "public" / "models" / f"{name}.safetensors"
    card = json.loads(weights.with_suffix(".json").read_text("utf-8"))
    architecture, network = load_weights(weights)
    calibration = calibrate(log_odds(logits_of(network, architecture, adults, CPU)), adults.labels)
    assert vars(calibration) == {
        "temperature": card["temperature"],
        "undetermined_below_abs_log_odds": card["undetermined_below_abs_log_odds"],
    }
    figures = measure(logits_of(network, architecture, tested, CPU), tested, calibration)

    def compare(found: dict, wanted: dict) -> None:
        assert list(found) == list(wanted)
        for key, value in wanted.items():
            if isinstance(value, dict):
                compare(found[key], value)
            else:
                assert found[key] == pytest.approx(value, abs=0.00005), key

    compare(figures, card["metrics_test"])

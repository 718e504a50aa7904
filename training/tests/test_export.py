"""One command from pictures to all that ships, and figures that can be checked by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from vestibule_training.__main__ import main
from vestibule_training.calibrate import Calibration, calibrate, fit_margin
from vestibule_training.sha256 import sha256_of
from vestibule_training.detections import REPOSITORY
from vestibule_training.evaluate import measure
from vestibule_training.export import COMPOSITE_DETECTIONS, COMPOSITES, stage_outputs
from vestibule_training.faces import Faces
from vestibule_training.safetensors_file import read_safetensors
from vestibule_training.weights import load_weights

SHIPPED = REPOSITORY / "public" / "models" / "mini-xception.safetensors"


@pytest.mark.parametrize("network", ["mini-xception", "cnn-9layer"])
def test_all_in_one_command(
    network: str, composite_labels: Path, composites: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    pictures = {
        "images": COMPOSITES,
        "format": "csv",
        "meta": composite_labels,
        "detections": COMPOSITE_DETECTIONS,
        "data": tmp_path / "data",
    }
    # The second network begins with what is prepared.
    options = {
        **(pictures if network == "mini-xception" else {"data": composites}),
        "run": tmp_path / "run",
        "out": tmp_path / "out",
        "network": network,
        "epochs": 1,
        "batch": 16,
        "device": "cpu",
        "trained-on": "composite faces",
    }
    arguments = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
    assert main(["all", *arguments]) == 0, capsys.readouterr().err
    weights = tmp_path / "out" / f"{network}.safetensors"
    card = json.loads(weights.with_suffix(".json").read_text("utf-8"))
    shipped = json.loads(SHIPPED.with_suffix(".json").read_text("utf-8"))
    assert list(card) == list(shipped) and list(card["metrics_test"]) == list(shipped["metrics_test"])
    assert card["sha256"] == sha256_of(weights)
    assert card["trained_on"].startswith("composite faces")
    onnx = weights.with_suffix(".onnx").read_bytes()
    assert b"faces" in onnx and b"logits" in onnx and b"BatchNormalization" in onnx
    golden, metadata = read_safetensors(tmp_path / "out" / "goldens" / weights.name)
    again = stage_outputs(load_weights(weights)[1], torch.from_numpy(golden["input"]).permute(0, 3, 1, 2))
    assert all(abs(again[name] - golden[name]).max() < 1e-4 for name in golden)
    assert len(golden["input"]) == len(metadata["inputs"].split(",")) == 8


def test_all_else_is_exported_where_onnx_is_missing(
    composites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def without_onnx(*_arguments: object, **_options: object) -> None:
        # In the words of PyTorch 2.
        raise torch.onnx.errors.OnnxExporterError("Module onnx is not installed!")

    monkeypatch.setattr(torch.onnx, "export", without_onnx)
    options = ["--data", composites, "--weights", SHIPPED, "--out", tmp_path, "--device", "cpu"]
    assert main(["export", *map(str, options)]) == 2
    error = capsys.readouterr().err
    assert "mini-xception.onnx" in error and "Module onnx is not installed" in error and error.count("\n") == 1
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert names == {"mini-xception.safetensors", "mini-xception.json", "goldens/mini-xception.safetensors"}


def test_bad_input_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["evaluate", "--data", str(tmp_path), "--weights", str(tmp_path / "none.safetensors")]) == 2
    error = capsys.readouterr().err
    assert "none.safetensors" in error and error.count("\n") == 1


def test_calibration_undoes_a_known_temperature() -> None:
    generator = torch.Generator().manual_seed(3)
    true_odds = 3 * torch.randn(40_000, generator=generator)
    labels = (torch.rand(40_000, generator=generator) < torch.sigmoid(true_odds)).long()
    calibration = calibrate(1.6 * true_odds, labels)
    assert calibration.temperature == pytest.approx(1.6, abs=0.06)
    decided = (true_odds * 1.6 / calibration.temperature).abs() >= calibration.undetermined_below_abs_log_odds
    right = (true_odds > 0).long() == labels
    assert float(right[decided].double().mean()) >= 0.98


def test_the_margin_is_the_smallest_that_is_precise_enough() -> None:
    # 49 right and surer than the one that is wrong, and below it one more that is right.
    odds = torch.tensor([3.0 + index / 100 for index in range(49)] + [2.0, 1.0])
    labels = torch.tensor([1] * 49 + [0, 1])
    assert fit_margin(odds, labels) == pytest.approx(1.0)
    assert fit_margin(odds[1:], labels[1:]) == pytest.approx(1.0)
    assert fit_margin(odds[2:], labels[2:]) == pytest.approx(3.02)


def test_figures_by_group_and_age() -> None:
    labels = torch.tensor([0, 0, 1, 1, 1, 0])
    faces = Faces(torch.empty(6, 0), labels, torch.tensor([30.0, 17.5, 18.0, 4.0, 70.0, 12.0]), tuple("abaaab"))
    odds = torch.tensor([-4.0, 1.0, 2.0, -1.0, -3.0, -2.0])
    figures = measure(torch.stack([-odds / 2, odds / 2], 1), faces, Calibration(1.0, 2.5))
    assert figures["all"] == {"n": 6, "accuracy": 0.5, "woman": 0.6667, "man": 0.3333}
    assert figures["adults_18_plus"] == {"n": 3, "accuracy": 0.6667, "woman": 1.0, "man": 0.5}
    assert figures["by_group_adults"] == {"a": {"n": 3, "accuracy": 0.6667, "woman": 1.0, "man": 0.5}}
    assert figures["by_age"]["13-17"] == {"n": 1, "accuracy": 0.0, "woman": 0.0, "man": None}
    assert figures["adults_decided"] == {"share": 0.6667, "accuracy": 0.5}

"""Training goes on where it was interrupted, comes to the same weights, and learns."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from vestibule_training import train as training_module
from vestibule_training.__main__ import main
from vestibule_training.augmentation import Chance, augmented_input
from vestibule_training.average import WeightAverage
from vestibule_training.detections import REPOSITORY
from vestibule_training.errors import InputError
from vestibule_training.evaluate import log_odds, logits_of
from vestibule_training.faces import Faces, load_faces
from vestibule_training.networks import ARCHITECTURES, Network
from vestibule_training.recipe import Recipe
from vestibule_training.train import train
from vestibule_training.weights import load_weights

CPU = torch.device("cpu")


def _run(recipe: Recipe, data: Path, run: Path) -> bytes:
    faces = load_faces(data, "train"), load_faces(data, "val")
    return train(recipe, *faces, run, CPU, lambda _: None).read_bytes()


@pytest.mark.parametrize("network", ARCHITECTURES)
def test_an_interrupted_run_comes_to_the_same_weights(
    network: str, composites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = Recipe(network=network, epochs=3, batch=16, seed=7)
    straight = _run(recipe, composites, tmp_path / "straight")
    step = training_module.Training._step
    calls = []

    def power_cut(self, batch, chance):
        calls.append(batch)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return step(self, batch, chance)

    monkeypatch.setattr(training_module.Training, "_step", power_cut)
    with pytest.raises(KeyboardInterrupt):
        _run(recipe, composites, tmp_path / "cut")
    monkeypatch.undo()
    assert (tmp_path / "cut" / "checkpoint.pt").exists()
    assert _run(recipe, composites, tmp_path / "cut") == straight
    assert _run(replace(recipe, seed=8, epochs=1), composites, tmp_path / "other") != straight


def test_another_recipe_does_not_go_on(composites: Path, tmp_path: Path) -> None:
    recipe = Recipe(epochs=1, batch=32)
    _run(recipe, composites, tmp_path)
    with pytest.raises(InputError, match="is of a run with epochs 1, not 2"):
        _run(replace(recipe, epochs=2), composites, tmp_path)
    (tmp_path / "checkpoint.pt").write_bytes((tmp_path / "checkpoint.pt").read_bytes()[:1000])
    with pytest.raises(InputError, match="is damaged"):
        _run(recipe, composites, tmp_path)


def test_a_run_on_other_faces_does_not_go_on(composites: Path, tmp_path: Path) -> None:
    recipe = Recipe(epochs=1, batch=16)
    faces, validation = load_faces(composites, "train"), load_faces(composites, "val")

    def run(train_faces: Faces) -> None:
        train(recipe, train_faces, validation, tmp_path, CPU, lambda _: None)

    run(faces)
    run(faces)
    fewer = faces.where(torch.arange(len(faces)) > 0)
    for other in (fewer, replace(faces, labels=1 - faces.labels), replace(faces, crops=255 - faces.crops)):
        with pytest.raises(InputError, match="is not known to be of a run on these training faces"):
            run(other)
    # As an earlier version left it.
    state = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    del state["faces"]
    torch.save(state, tmp_path / "checkpoint.pt")
    with pytest.raises(InputError, match="is not known to be of a run on these training faces"):
        run(faces)


def test_faces_that_another_folder_tests_do_not_train(
    composites: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    second = tmp_path / "second"
    shutil.copytree(composites, second)
    shutil.rmtree(second / "train")
    shutil.copytree(composites / "test", second / "train")
    shutil.copy(composites / "test.csv", second / "train.csv")
    run = tmp_path / "run"
    options = ["--run", str(run), "--epochs", "1", "--batch", "16", "--device", "cpu"]
    assert main(["train", "--data", str(composites), str(second), *options]) == 0
    left_out = len(load_faces(composites, "test"))
    assert f"face of another folder, left out: {left_out}\n" in capsys.readouterr().out
    trained = load_faces(composites, "train").aged(Recipe().least_age)
    assert torch.load(run / "checkpoint.pt", weights_only=True)["faces"] == trained.sha256()


def test_it_learns(composites: Path, tmp_path: Path) -> None:
    # From nothing, 46 faces would take too long: the shipped network is made to forget what its features mean.
    architecture, start = load_weights(REPOSITORY / "public" / "models" / "mini-xception.safetensors")
    with torch.no_grad():
        start.head.weight.zero_()
        start.head.bias.zero_()
    faces = load_faces(composites, "train")

    def share_right(network: Network) -> float:
        odds = log_odds(logits_of(network, architecture, faces, CPU))
        return float(((odds > 0).long() == faces.labels).float().mean())

    assert share_right(start) < 0.6
    recipe = Recipe(epochs=4, batch=16)
    weights = train(recipe, faces, load_faces(composites, "val"), tmp_path, CPU, lambda _: None, start)
    assert share_right(load_weights(weights)[1]) > 0.9


def test_the_average_forgets_the_first_weights_and_keeps_999_of_1000() -> None:
    network = ARCHITECTURES["mini-xception"].build()
    average = WeightAverage(network, 0.999)
    bias = network.head.bias
    with torch.no_grad():
        for value in (1.0, 2.0):
            bias.fill_(value)
            average.update(network)
    assert float(average.network.head.bias[0].detach()) == pytest.approx((0.999 * 1 + 2) / 1.999, abs=1e-5)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_augmented_pictures_vary_and_stay_in_range(name: str) -> None:
    architecture = ARCHITECTURES[name]
    crops = torch.randint(0, 256, (1, 3, 96, 96), dtype=torch.uint8).expand(32, -1, -1, -1)
    chance = Chance(torch.Generator().manual_seed(1), CPU)
    pictures = augmented_input(crops, architecture, chance)
    assert pictures.shape == (32, architecture.channels, architecture.size, architecture.size)
    assert pictures.abs().max() < 1.5 and pictures.std(0).mean() > 0.1
    again = augmented_input(crops, architecture, Chance(torch.Generator().manual_seed(1), CPU))
    assert torch.equal(pictures, again)

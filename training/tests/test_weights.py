"""Weights cross over between files and PyTorch without any change, and the networks compute what the engine's goldens say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from vestibule_training.detections import REPOSITORY
from vestibule_training.errors import InputError
from vestibule_training.export import stage_outputs
from vestibule_training.networks import ARCHITECTURES
from vestibule_training.networks.layers import SameMaxPool
from vestibule_training.safetensors_file import read_safetensors, write_safetensors
from vestibule_training.weights import load_weights, parameter_count, save_weights

MODELS = REPOSITORY / "public" / "models"
GOLDENS = REPOSITORY / "fixtures" / "goldens"
PARAMETERS = {"mini-xception": 52_658, "cnn-9layer": 632_978}
SHIPPED = MODELS / "mini-xception.safetensors"


@pytest.fixture(params=PARAMETERS)
def files(request: pytest.FixtureRequest) -> tuple[Path, Path, int]:
    """Weights, goldens and number of parameters of one network."""
    name = f"{request.param}.safetensors"
    return MODELS / name, GOLDENS / name, PARAMETERS[request.param]


def test_every_stage_is_as_the_goldens_say(files: tuple[Path, Path, int]) -> None:
    golden, _ = read_safetensors(files[1])
    _, network = load_weights(files[0])
    inputs = torch.from_numpy(golden["input"]).permute(0, 3, 1, 2)
    outputs = stage_outputs(network, inputs)
    assert list(outputs) == list(golden)
    for name, expected in golden.items():
        assert outputs[name].shape == expected.shape
        assert np.abs(outputs[name] - expected).max() < 1e-4, name


def test_a_file_comes_back_byte_for_byte(files: tuple[Path, Path, int], tmp_path: Path) -> None:
    architecture, network = load_weights(files[0])
    assert parameter_count(network) == files[2]
    save_weights(tmp_path / "again.safetensors", architecture, network)
    assert (tmp_path / "again.safetensors").read_bytes() == files[0].read_bytes()


@pytest.mark.parametrize("side, first", [(4, [0, 2]), (5, [0, 1, 3])])
def test_pooling_pads_as_tensorflow_does(side: int, first: list[int]) -> None:
    maps = -torch.arange(side * side, dtype=torch.float32).view(1, 1, side, side) - 1
    pooled = SameMaxPool()(maps)[0, 0]
    # Values fall along rows, so that the greatest of a window is its first: rows 0 and 2, or with a row before, 0, 1 and 3.
    assert pooled.tolist() == maps[0, 0][first][:, first].tolist()


def _without(tensors: dict, name: str) -> dict:
    return {key: value for key, value in tensors.items() if key != name}


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda tensors: _without(tensors, "head/bias"), "the tensor head/bias is missing"),
        (lambda tensors: {**tensors, "extra": tensors["head/bias"]}, "the tensor extra is not part of mini-xception"),
        (lambda tensors: {**tensors, "head/bias": np.zeros(3, np.float32)}, "head/bias: expected shape [2], found [3]"),
    ],
)
def test_refuses_other_weights(change, message: str, tmp_path: Path) -> None:
    tensors, metadata = read_safetensors(SHIPPED)
    write_safetensors(tmp_path / "w.safetensors", change(tensors), metadata)
    with pytest.raises(InputError) as refused:
        load_weights(tmp_path / "w.safetensors")
    assert message in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"12345678", b"\x05" + bytes(7) + b"[1,2]", SHIPPED.read_bytes()[:-4]],
    ids=["empty", "no header", "a list", "cut off"],
)
def test_refuses_damaged_files(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "w.safetensors").write_bytes(content)
    with pytest.raises(InputError, match="w.safetensors"):
        load_weights(tmp_path / "w.safetensors")


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_trains_in_the_memory_format_it_is_trained_in(name: str) -> None:
    # PyTorch 1.13 of Debian 12 ended here, in the gradient of a strided 1x1 convolution.
    architecture = ARCHITECTURES[name]
    network = architecture.build().to(memory_format=torch.channels_last)
    faces = torch.rand(8, architecture.channels, architecture.size, architecture.size)
    network(faces.contiguous(memory_format=torch.channels_last)).sum().backward()
    assert all(torch.isfinite(parameter.grad).all() for parameter in network.parameters())

"""The crop is part of the model: Python cuts what the engine's TypeScript twin cuts."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from vestibule_training.crop import SEEN_SIDE_OVER_BOX, STORED_SIDE_OVER_BOX, STORED_SIZE, Detection, crop_face
from vestibule_training.detections import REPOSITORY
from vestibule_training.model_input import GREY, model_input
from vestibule_training.networks import ARCHITECTURES
from vestibule_training.safetensors_file import read_safetensors

GOLDEN, _ = read_safetensors(REPOSITORY / "fixtures" / "goldens" / "crop.safetensors")


def _detection(row: np.ndarray) -> Detection:
    values = [float(value) for value in row]
    return Detection(tuple(values[:4]), tuple(values[4:6]), tuple(values[6:]))


@pytest.mark.parametrize("name, channels", [("grey", 1), ("colour", 3)])
def test_crops_are_those_of_the_twin(name: str, channels: int) -> None:
    size = GOLDEN[name].shape[1]
    for row, expected in zip(GOLDEN["faces"], GOLDEN[name]):
        crop = crop_face(GOLDEN["picture"], _detection(row), size, SEEN_SIDE_OVER_BOX) / 127.5 - 1
        if channels == 1:
            crop = (crop @ np.array(GREY))[..., None] + sum(GREY) - 1
        assert np.abs(crop - expected).max() < 1e-5


def test_the_network_sees_the_same_of_a_stored_crop() -> None:
    stored = torch.from_numpy(GOLDEN["stored"]).byte().permute(2, 0, 1)[None]
    seen = model_input(stored, ARCHITECTURES["mini-xception"])[0].permute(1, 2, 0).numpy()
    assert np.abs(seen - GOLDEN["seen"]).max() < 1e-4


def test_a_stored_crop_shows_the_network_what_a_direct_one_does() -> None:
    height, width = 120, 160
    rows, columns = np.mgrid[0:height, 0:width]
    waves = 127 + 60 * np.sin(rows / 9) + 60 * np.cos(columns / 11)
    picture = np.repeat(waves[..., None], 3, 2)
    face = Detection((50, 30, 60, 60), (65, 50), (95, 56))
    stored = np.rint(crop_face(picture, face, STORED_SIZE, STORED_SIDE_OVER_BOX)).astype(np.uint8)
    seen = model_input(torch.from_numpy(stored.transpose(2, 0, 1))[None], ARCHITECTURES["mini-xception"])[0, 0]
    direct = crop_face(picture, face, 64, SEEN_SIDE_OVER_BOX)[..., 0] / 127.5 - 1
    assert np.abs(seen.numpy() - direct).max() < 0.02

"""Pictures as a camera at an entrance might have taken them: what training changes at random."""

from __future__ import annotations

import torch
from torch.nn import functional

from .model_input import SEEN_SHARE, sample, to_channels
from .networks import Architecture

SCALE = (0.86, 1.12)
SHIFT = 0.09
ROTATION_SIGMA_RAD = 0.12
LOG_GAMMA = 0.4
CONTRAST = (0.6, 1.4)
BRIGHTNESS = 0.18
CHANNEL_GAIN = (0.85, 1.15)
MAX_NOISE_SIGMA = 0.04
# A third of the batches hold distant faces: half of the pictures, this many pixels wide.
DISTANT_BATCHES, DISTANT_PICTURES = 1 / 3, 1 / 2
DISTANT_SIZE = (20, 40)
ERASED_PICTURES = 1 / 4
# Sides of the erased part over the picture's.
ERASED_SIDE = (0.1, 0.4)


class Chance:
    """Random numbers of one generator on the CPU, so that they are the same wherever the network is computed."""

    def __init__(self, generator: torch.Generator, device: torch.device) -> None:
        self.generator = generator
        self.device = device

    def between(self, low: float, high: float, *shape: int) -> torch.Tensor:
        """Evenly spread over low to high."""
        drawn = torch.rand(*shape, generator=self.generator) * (high - low) + low
        return drawn.to(self.device)

    def normal(self, *shape: int) -> torch.Tensor:
        """Normal, with mean 0 and deviation 1."""
        return torch.randn(*shape, generator=self.generator).to(self.device)

    def happens(self, share: float, *shape: int) -> torch.Tensor:
        """True for about `share` of all."""
        return self.between(0, 1, *shape) < share


def random_placement(count: int, chance: Chance) -> torch.Tensor:
    """Mirrored, scaled, turned and shifted views, `[N, 2, 3]`; see `model_input.sample`."""
    scale = SEEN_SHARE * chance.between(*SCALE, count)
    angle_rad = ROTATION_SIGMA_RAD * chance.normal(count)
    mirror = 1 - 2 * chance.happens(0.5, count).float()
    shift = chance.between(-SHIFT, SHIFT, count, 2)
    across = torch.stack([scale * mirror * angle_rad.cos(), -scale * angle_rad.sin(), shift[:, 0]], 1)
    down = torch.stack([scale * mirror * angle_rad.sin(), scale * angle_rad.cos(), shift[:, 1]], 1)
    return torch.stack([across, down], 1)


def change_light(pictures: torch.Tensor, chance: Chance) -> torch.Tensor:
    """Gamma, contrast about each picture's mean, brightness, and for colour a gain of each channel; 0 to 1."""
    count, channels = pictures.shape[:2]
    pictures = pictures.clamp(0, 1) ** chance.between(-LOG_GAMMA, LOG_GAMMA, count, 1, 1, 1).exp()
    mean = pictures.mean((1, 2, 3), keepdim=True)
    pictures = mean + (pictures - mean) * chance.between(*CONTRAST, count, 1, 1, 1)
    pictures = pictures + chance.between(-BRIGHTNESS, BRIGHTNESS, count, 1, 1, 1)
    if channels == 3:
        pictures = pictures * chance.between(*CHANNEL_GAIN, count, 3, 1, 1)
    return pictures.clamp(0, 1)


def move_away(pictures: torch.Tensor, chance: Chance) -> torch.Tensor:
    """In some batches, some pictures as if taken from far: reduced and enlarged again."""
    distant_batch = bool(chance.happens(DISTANT_BATCHES, 1))
    size = int(chance.between(DISTANT_SIZE[0], DISTANT_SIZE[1] + 1, 1))
    distant = chance.happens(DISTANT_PICTURES, len(pictures), 1, 1, 1)
    if not distant_batch:
        return pictures
    small = functional.interpolate(pictures, (size, size), mode="bilinear", antialias=True)
    blurred = functional.interpolate(small, pictures.shape[-2:], mode="bilinear")
    return torch.where(distant, blurred, pictures)


def erase(pictures: torch.Tensor, chance: Chance) -> torch.Tensor:
    """In some pictures one rectangle becomes an even grey."""
    count, _, height, width = pictures.shape
    sides = chance.between(*ERASED_SIDE, count, 2)
    centres = chance.between(0, 1, count, 2)
    rows = (torch.arange(height, device=pictures.device) + 0.5) / height
    columns = (torch.arange(width, device=pictures.device) + 0.5) / width
    in_rows = (rows[None] - centres[:, :1]).abs() < sides[:, :1] / 2
    in_columns = (columns[None] - centres[:, 1:]).abs() < sides[:, 1:] / 2
    erased = in_rows[:, None, :, None] & in_columns[:, None, None, :]
    chosen = chance.happens(ERASED_PICTURES, count, 1, 1, 1)
    return torch.where(erased & chosen, chance.between(0, 1, count, 1, 1, 1), pictures)


def augmented_input(crops: torch.Tensor, architecture: Architecture, chance: Chance) -> torch.Tensor:
    """What the network sees in training, `[N, C, size, size]` in about [-1, 1], of crops `[N, 3, S, S]` (uint8)."""
    pictures = sample(crops, random_placement(len(crops), chance), architecture.size)
    pictures = to_channels(pictures, architecture.channels)
    pictures = move_away(change_light(pictures, chance), chance)
    sigma = chance.between(0, MAX_NOISE_SIGMA, len(crops), 1, 1, 1)
    pictures = pictures + sigma * chance.normal(*pictures.shape)
    pictures = erase(pictures, chance)
    return (2 * pictures - 1).contiguous(memory_format=torch.channels_last)

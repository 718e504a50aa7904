"""mini-Xception: grey 64x64 to two logits `[woman, man]`; 52,658 parameters.

Source: O. Arriaga, P. Ploeger, M. Valdenegro, "Real-time Convolutional Neural Networks for Emotion and Gender
Classification", 2017.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .layers import Residual, SameMaxPool, Separable, norm

STEM_CHANNELS = 8
MODULE_CHANNELS = (16, 32, 64, 128)


class Stem(nn.Module):
    """Two 3x3 convolutions without padding: `[N, 1, 64, 64]` to `[N, 8, 60, 60]`."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, STEM_CHANNELS, 3, bias=False)
        self.norm1 = norm(STEM_CHANNELS)
        self.conv2 = nn.Conv2d(STEM_CHANNELS, STEM_CHANNELS, 3, bias=False)
        self.norm2 = norm(STEM_CHANNELS)

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        first = functional.relu(self.norm1(self.conv1(faces)))
        return first, functional.relu(self.norm2(self.conv2(first)))


class XceptionModule(nn.Module):
    """Two separable convolutions, pooled, plus a 1x1 convolution of the module's input: half the side."""

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__()
        self.residual = Residual(in_channels, channels)
        self.separable1 = Separable(in_channels, channels)
        self.separable2 = Separable(channels, channels)
        self.pool = SameMaxPool()

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        inner = self.separable2(functional.relu(self.separable1(maps)))
        return self.pool(inner) + self.residual(maps)


class MiniXception(nn.Module):
    """The network; `stages` gives what the goldens hold."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = Stem()
        inputs = (STEM_CHANNELS, *MODULE_CHANNELS)
        for index, channels in enumerate(MODULE_CHANNELS):
            self.add_module(f"module{index + 1}", XceptionModule(inputs[index], channels))
        self.head = nn.Conv2d(MODULE_CHANNELS[-1], 2, 3, padding=1)

    def stages(self, faces: torch.Tensor) -> dict[str, torch.Tensor]:
        """Every stage's output by name, `[N, C, H, W]`; `logits` is `[N, 2]`. `faces`: `[N, 1, 64, 64]` in [-1, 1]."""
        stem1, maps = self.stem(faces)
        stages = {"stem1": stem1, "stem2": maps}
        for index in range(len(MODULE_CHANNELS)):
            maps = getattr(self, f"module{index + 1}")(maps)
            stages[f"module{index + 1}"] = maps
        stages["head"] = self.head(maps)
        stages["logits"] = stages["head"].mean((2, 3))
        return stages

    def forward(self, faces: torch.Tensor) -> torch.Tensor:
        return self.stages(faces)["logits"]

"""The 9-layer CNN: RGB 48x48 to two logits `[woman, man]`; 632,978 parameters."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .layers import norm

# Channels and kernel size of each pair of convolutions.
BLOCKS = ((16, 7), (32, 5), (64, 3), (128, 3))
TAIL_CHANNELS = 256
# Share of a block's outputs left out while it is trained.
DROPOUT = 0.25


class Block(nn.Module):
    """Two convolutions with batch norm, ReLU after the second, 2x2 average: half the side, rounded down."""

    def __init__(self, in_channels: int, channels: int, kernel: int, dropout: float) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, channels, kernel, padding=kernel // 2)
        self.norm1 = norm(channels)
        self.conv2 = nn.Conv2d(channels, channels, kernel, padding=kernel // 2)
        self.norm2 = norm(channels)
        self.dropout = nn.Dropout(dropout)

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        maps = self.norm2(self.conv2(self.norm1(self.conv1(maps))))
        return self.dropout(functional.avg_pool2d(functional.relu(maps), 2))


class Tail(nn.Module):
    """A 3x3 convolution with batch norm, and no ReLU."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(BLOCKS[-1][0], TAIL_CHANNELS, 3, padding=1)
        self.norm = norm(TAIL_CHANNELS)

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return self.norm(self.conv(maps))


class Cnn9Layer(nn.Module):
    """The network; `stages` gives what the goldens hold."""

    def __init__(self, dropout: float = DROPOUT) -> None:
        super().__init__()
        inputs = (3, *(channels for channels, _ in BLOCKS))
        for index, (channels, kernel) in enumerate(BLOCKS):
            self.add_module(f"block{index + 1}", Block(inputs[index], channels, kernel, dropout))
        self.tail = Tail()
        self.head = nn.Conv2d(TAIL_CHANNELS, 2, 3, padding=1)

    def stages(self, faces: torch.Tensor) -> dict[str, torch.Tensor]:
        """Every stage's output by name, `[N, C, H, W]`; `logits` is `[N, 2]`. `faces`: `[N, 3, 48, 48]` in [-1, 1]."""
        maps = faces
        stages: dict[str, torch.Tensor] = {}
        for index in range(len(BLOCKS)):
            maps = getattr(self, f"block{index + 1}")(maps)
            stages[f"block{index + 1}"] = maps
        stages["tail"] = self.tail(maps)
        stages["head"] = self.head(stages["tail"])
        stages["logits"] = stages["head"].mean((2, 3))
        return stages

    def forward(self, faces: torch.Tensor) -> torch.Tensor:
        return self.stages(faces)["logits"]

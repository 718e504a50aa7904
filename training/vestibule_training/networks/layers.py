"""Layers as TensorFlow has them, in PyTorch: the shipped weights come from and go to such layouts."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

# Added to the variance in batch norms, as Keras does; PyTorch's own default is 1e-5.
NORM_EPSILON = 1e-3


def norm(channels: int) -> nn.BatchNorm2d:
    """Batch norm with the project's epsilon."""
    return nn.BatchNorm2d(channels, eps=NORM_EPSILON)


def same_padding(length: int, kernel: int, stride: int) -> tuple[int, int]:
    """TensorFlow's SAME: elements to add before and after, of which the odd one comes after."""
    total = max((-(-length // stride) - 1) * stride + kernel - length, 0)
    return total // 2, total - total // 2


class SameMaxPool(nn.Module):
    """3x3 maximum at stride 2 with SAME padding of minus infinity: `[N, C, H, W]` to half the side, rounded up.

    Even sides are padded at the bottom and right only. `padding=1` of PyTorch is something else.
    """

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        top, bottom = same_padding(int(maps.shape[2]), 3, 2)
        left, right = same_padding(int(maps.shape[3]), 3, 2)
        return functional.max_pool2d(functional.pad(maps, (left, right, top, bottom), value=float("-inf")), 3, 2)


class Separable(nn.Module):
    """3x3 on each channel, then 1x1 over channels, then batch norm; SAME padding."""

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(in_channels, in_channels, 3, padding=1, groups=in_channels, bias=False)
        self.pointwise = nn.Conv2d(in_channels, channels, 1, bias=False)
        self.norm = norm(channels)

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return self.norm(self.pointwise(self.depthwise(maps)))


class Residual(nn.Module):
    """1x1 at stride 2, then batch norm.

    The pixels are picked before the convolution: PyTorch 1.13 of Debian 12 writes beyond its memory in the gradient of
    a strided 1x1 convolution of channels-last maps, and ends with `double free or corruption`.
    """

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__()
        self.kernel = nn.Conv2d(in_channels, channels, 1, bias=False)
        self.norm = norm(channels)

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return self.norm(self.kernel(maps[:, :, ::2, ::2]))

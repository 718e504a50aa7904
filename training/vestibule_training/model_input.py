"""What a network sees of stored crops: the central part, resized bilinearly, in grey or colour, -1 to 1."""

from __future__ import annotations

import torch
from torch.nn import functional

from .crop import SEEN_SIDE_OVER_BOX, STORED_SIDE_OVER_BOX
from .networks import Architecture

GREY = (0.299, 0.587, 0.114)
# What share of a stored crop's side the network sees.
SEEN_SHARE = SEEN_SIDE_OVER_BOX / STORED_SIDE_OVER_BOX


def sample(crops: torch.Tensor, placement: torch.Tensor, size: int) -> torch.Tensor:
    """Samples crops `[N, 3, S, S]` (uint8) as `placement` says, `[N, 3, size, size]` in 0 to 1.

    `placement` `[N, 2, 3]` leads from the output to the crop, both in units in which a picture reaches from -1 to 1.
    """
    grid = functional.affine_grid(placement, [len(crops), 3, size, size], align_corners=False)
    return functional.grid_sample(crops.float() / 255, grid, padding_mode="border", align_corners=False)


def to_channels(pictures: torch.Tensor, channels: int) -> torch.Tensor:
    """`[N, 3, H, W]` to `[N, channels, H, W]`: grey for one channel, unchanged for three."""
    if channels == 3:
        return pictures
    return (pictures * pictures.new_tensor(GREY).view(1, 3, 1, 1)).sum(1, keepdim=True)


def central_placement(count: int) -> torch.Tensor:
    """The placement of an upright, centred view at the size that the kiosk uses, `[N, 2, 3]`."""
    return torch.tensor([[SEEN_SHARE, 0.0, 0.0], [0.0, SEEN_SHARE, 0.0]]).repeat(count, 1, 1)


def model_input(crops: torch.Tensor, architecture: Architecture) -> torch.Tensor:
    """What the network sees outside of training, `[N, C, size, size]` in [-1, 1], of crops `[N, 3, S, S]` (uint8)."""
    placement = central_placement(len(crops)).to(crops.device)
    pictures = to_channels(sample(crops, placement, architecture.size), architecture.channels)
    return (2 * pictures - 1).contiguous(memory_format=torch.channels_last)

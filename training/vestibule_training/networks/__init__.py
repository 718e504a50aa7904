"""The two networks by name, with the input each takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Union

from .cnn_9layer import Cnn9Layer
from .mini_xception import MiniXception

Network = Union[MiniXception, Cnn9Layer]


@dataclass(frozen=True)
class Architecture:
    """What of a network the rest of the recipe must know."""

    name: str
    build: Callable[[], Network]
    # Side of the square input in model pixels, and its channels: 1 is grey, 3 is red, green, blue.
    size: int
    channels: int
    pooling: str


ARCHITECTURES = {
    architecture.name: architecture
    for architecture in (
        Architecture(
            "mini-xception",
            MiniXception,
            64,
            1,
            "3x3 stride 2, TensorFlow SAME (even sizes pad bottom/right only)",
        ),
        Architecture("cnn-9layer", Cnn9Layer, 48, 3, "2x2 average, stride 2"),
    )
}

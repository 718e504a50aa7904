"""The numbers that a training run is made of; the defaults are those behind the shipped weights."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """Everything that changes the weights that come out, besides the faces."""

    network: str = "mini-xception"
    epochs: int = 45
    batch: int = 64
    # Greatest learning rate, and the share of all steps until it is reached.
    peak_rate: float = 3e-3
    warm_up: float = 0.15
    # On kernels only: biases and batch norms are left alone.
    weight_decay: float = 1e-3
    label_smoothing: float = 0.03
    # How much of the averaged weights each step keeps.
    average_decay: float = 0.999
    # Years; younger faces do not train.
    least_age: float = 5
    seed: int = 0
    # Hash of the weights that training starts from; empty for random ones.
    started_from: str = ""

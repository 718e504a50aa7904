"""What turns two outputs into odds that can be believed: one temperature, and a margin below which nothing is said."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from .errors import InputError
from .margin import least_margin

# Finer steps of the temperature change the cross-entropy by nothing that could be measured.
TEMPERATURES = [step / 50 for step in range(5, 501)]


@dataclass(frozen=True)
class Calibration:
    """`temperature` divides the difference of logits; a margin is of calibrated log-odds, natural logarithm."""

    temperature: float
    undetermined_below_abs_log_odds: float


def fit_temperature(odds: torch.Tensor, labels: torch.Tensor) -> float:
    """The temperature, 0.1 to 10, of least cross-entropy; `odds` `[N]` man against woman, `labels` `[N]` 1 is man."""
    wanted = labels.double()
    losses = [float(functional.binary_cross_entropy_with_logits(odds.double() / t, wanted)) for t in TEMPERATURES]
    return TEMPERATURES[losses.index(min(losses))]


def fit_margin(odds: torch.Tensor, labels: torch.Tensor) -> float:
    """The smallest margin at which enough of those decided are right; `odds` `[N]` calibrated."""
    return least_margin(odds.double().numpy(), ((odds > 0).long() == labels).numpy())


def calibrate(odds: torch.Tensor, labels: torch.Tensor) -> Calibration:
    """Fits both on faces that the network was not trained on. Raises InputError where one class is absent."""
    if len(labels.unique()) < 2:
        raise InputError(f"calibration needs adult women and men, found {len(labels)} faces of one class or none")
    temperature = fit_temperature(odds, labels)
    return Calibration(temperature, fit_margin(odds / temperature, labels))

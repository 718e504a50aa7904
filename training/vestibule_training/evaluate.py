"""Figures of a network on labelled crops, in the form of the card's `metrics_test`."""

from __future__ import annotations

from typing import Any

import torch
from tqdm import tqdm

from .calibrate import Calibration
from .faces import Faces
from .model_input import model_input
from .networks import Architecture, Network

# Larger ones are slower on a processor: their activations leave its caches.
BATCH = 32
# First and last year of each band; the last band is open, as ages end at 120.
AGE_BANDS = ((0, 4), (5, 12), (13, 17), (18, 29), (30, 44), (45, 59), (60, 120))
# Equal bins of confidence, 0.5 to 1, over which the calibration error is summed.
CONFIDENCE_BINS = 10


def logits_of(network: Network, architecture: Architecture, faces: Faces, device: torch.device) -> torch.Tensor:
    """The network's two outputs for each face, `[N, 2]` on the CPU."""
    network = network.to(device=device, memory_format=torch.channels_last).eval()
    parts = []
    with torch.no_grad():
        for crops in tqdm(faces.crops.split(BATCH), desc="evaluating", unit="batch", disable=None, leave=False):
            parts.append(network(model_input(crops.to(device), architecture)).cpu())
    return torch.cat(parts) if parts else torch.empty(0, 2)


def log_odds(logits: torch.Tensor) -> torch.Tensor:
    """Man against woman before calibration, natural logarithm, `[N]`."""
    return logits[:, 1] - logits[:, 0]


def _share(part: torch.Tensor) -> float | None:
    return round(float(part.double().mean()), 4) if len(part) > 0 else None


def _accuracy(right: torch.Tensor, labels: torch.Tensor) -> dict[str, Any]:
    return {
        "n": len(right),
        "accuracy": _share(right),
        "woman": _share(right[labels == 0]),
        "man": _share(right[labels == 1]),
    }


def expected_calibration_error(odds: torch.Tensor, right: torch.Tensor) -> float | None:
    """Mean distance of confidence and accuracy over bins, weighted by how many fall into each; `odds` calibrated."""
    if len(odds) == 0:
        return None
    confidence = torch.sigmoid(odds.abs().double())
    bins = ((confidence - 0.5) * 2 * CONFIDENCE_BINS).long().clamp(max=CONFIDENCE_BINS - 1)
    error = 0.0
    for index in range(CONFIDENCE_BINS):
        inside = bins == index
        if inside.any():
            gap = confidence[inside].mean() - right[inside].double().mean()
            error += float(inside.double().mean() * gap.abs())
    return round(error, 4)


def _decided(odds: torch.Tensor, right: torch.Tensor, least_margin: float) -> dict[str, Any]:
    decided = odds.abs() >= least_margin
    return {"share": _share(decided), "accuracy": _share(right[decided])}


def measure(logits: torch.Tensor, faces: Faces, calibration: Calibration) -> dict[str, Any]:
    """All figures of the card; shares 0 to 1 with four decimals, null where nobody was there to judge."""
    odds = log_odds(logits) / calibration.temperature
    right = (odds > 0).long() == faces.labels

    def of(chosen: torch.Tensor) -> dict[str, Any]:
        return _accuracy(right[chosen], faces.labels[chosen])

    adults = faces.ages >= 18
    groups = sorted({group for group, adult in zip(faces.groups, adults.tolist()) if adult})
    member = {name: torch.tensor([group == name for group in faces.groups]) for name in groups}
    bands = {f"{first}-{last}": (faces.ages >= first) & (faces.ages < last + 1) for first, last in AGE_BANDS[:-1]}
    bands["{}-{}".format(*AGE_BANDS[-1])] = faces.ages >= AGE_BANDS[-1][0]
    return {
        "adults_18_plus": of(adults),
        "age_5_plus": of(faces.ages >= 5),
        "all": of(torch.ones_like(adults)),
        "by_group_adults": {name: of(adults & member[name]) for name in groups},
        "by_age": {name: of(chosen) for name, chosen in bands.items()},
        "adults_decided": _decided(odds[adults], right[adults], calibration.undetermined_below_abs_log_odds),
        "adults_expected_calibration_error": expected_calibration_error(odds[adults], right[adults]),
    }

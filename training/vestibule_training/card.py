"""The JSON card that ships beside the weights: how to feed the network, how far to believe it, how good it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .atomic import write_text
from .calibrate import Calibration
from .crop import SEEN_SIDE_OVER_BOX
from .face_rows import CLASSES
from .model_input import GREY
from .networks import Architecture, Network
from .networks.layers import NORM_EPSILON
from .sha256 import sha256_of
from .weights import parameter_count


def card_of(
    architecture: Architecture,
    network: Network,
    calibration: Calibration,
    metrics: dict[str, Any],
    weights: Path,
    version: str,
    trained_on: str,
) -> dict[str, Any]:
    """The card in the order in which the shipped one has its entries; `weights` is the file that it stands beside."""
    grey = {"grey": list(GREY)} if architecture.channels == 1 else {}
    return {
        "name": architecture.name,
        "version": version,
        "architecture": architecture.name,
        "parameters": parameter_count(network),
        "input": {
            "size": architecture.size,
            "channels": architecture.channels,
            "range": [-1, 1],
            **grey,
            "crop": {
                "side_over_detector_box": SEEN_SIDE_OVER_BOX,
                "rotated_to_eye_line": True,
                "border": "replicate",
            },
        },
        "classes": list(CLASSES),
        "norm_epsilon": NORM_EPSILON,
        "temperature": calibration.temperature,
        "undetermined_below_abs_log_odds": calibration.undetermined_below_abs_log_odds,
        "pooling": architecture.pooling,
        "trained_on": trained_on,
        "metrics_test": metrics,
        "sha256": sha256_of(weights),
    }


def write_card(path: Path, card: dict[str, Any]) -> None:
    """Writes the card as the app reads it."""
    write_text(path, json.dumps(card, indent=2))

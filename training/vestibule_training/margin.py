"""The margin of log-odds below which nothing is said of a face. Needs NumPy, not PyTorch."""

from __future__ import annotations

import math

import numpy as np

# Share of right answers that those decided must reach.
PRECISION = 0.98
# Margins stand in the card in hundredths.
MARGINS_PER_UNIT = 100


def least_margin(odds: np.ndarray, right: np.ndarray) -> float:
    """The smallest margin at which `PRECISION` of those decided are right.

    `odds` `[N]` calibrated log-odds, `right` `[N]` whether their sign is the label. Where no margin reaches it, the
    largest there is: then one face, the surest, is decided.
    """
    order = np.argsort(-np.abs(odds), kind="stable")
    precision = right[order].cumsum() / np.arange(1, len(order) + 1)
    reached = np.flatnonzero(precision >= PRECISION)
    least = np.abs(odds)[order][reached[-1] if len(reached) > 0 else 0]
    # Rounded up: a smaller one could let in those that were wrong.
    return math.ceil(round(float(least) * MARGINS_PER_UNIT, 6)) / MARGINS_PER_UNIT

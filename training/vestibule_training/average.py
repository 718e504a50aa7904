"""The exponential moving average of a network's weights, which is what ships."""

from __future__ import annotations

import copy

import torch

from .networks import Network


class WeightAverage:
    """Follows a network; `network` has the averaged weights, means and variances of batch norms among them."""

    def __init__(self, network: Network, decay: float) -> None:
        self.network = copy.deepcopy(network).eval()
        self.decay = decay
        self.steps = 0

    def update(self, network: Network) -> None:
        """Takes in the weights after one more step.

        The weights before the first step do not count: without that, their share would be felt for thousands of steps.
        """
        self.steps += 1
        reached = self.decay**self.steps
        kept = (self.decay - reached) / (1 - reached)
        with torch.no_grad():
            for mine, theirs in zip(self.network.state_dict().values(), network.state_dict().values()):
                if mine.dtype.is_floating_point:
                    mine.mul_(kept).add_(theirs, alpha=1 - kept)
                else:
                    mine.copy_(theirs)

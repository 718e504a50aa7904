"""Trains one network: seeded, resumable after every epoch, on a processor or a graphics card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

import torch
from torch import nn
from tqdm import tqdm

from .atomic import write_text
from .augmentation import Chance, augmented_input
from .average import WeightAverage
from .checkpoint import load_checkpoint, save_checkpoint
from .errors import InputError
from .evaluate import log_odds, logits_of
from .faces import Faces
from .networks import ARCHITECTURES, Network
from .recipe import Recipe
from .weights import save_weights

# One seed gives this many epochs random numbers of their own.
SEEDS_PER_RUN = 100_000


def _optimiser(network: Network, recipe: Recipe, steps: int) -> tuple[Any, Any]:
    """AdamW with weight decay on kernels only, and its one-cycle learning rate over all steps."""
    kernels = [parameter for parameter in network.parameters() if parameter.dim() > 1]
    others = [parameter for parameter in network.parameters() if parameter.dim() <= 1]
    groups = [{"params": kernels, "weight_decay": recipe.weight_decay}, {"params": others, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=recipe.peak_rate)
    rate = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=recipe.peak_rate, total_steps=steps, pct_start=recipe.warm_up
    )
    return optimiser, rate


class Training:
    """One run: network, its average, optimiser and rate, and which epoch comes next."""

    def __init__(self, recipe: Recipe, faces: Faces, device: torch.device, start: Network | None) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.faces = faces
        self.device = device
        self.architecture = ARCHITECTURES[recipe.network]
        network = start if start is not None else self.architecture.build()
        self.network = network.to(device=device, memory_format=torch.channels_last)
        self.average = WeightAverage(self.network, recipe.average_decay)
        # The last, smaller batch is left out: other faces are left out in each epoch.
        self.steps_per_epoch = max(1, len(faces) // recipe.batch)
        self.optimiser, self.rate = _optimiser(self.network, recipe, recipe.epochs * self.steps_per_epoch)
        self.loss = nn.CrossEntropyLoss(label_smoothing=recipe.label_smoothing)
        self.epoch = 0
        self.history: list[dict[str, Any]] = []

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return {
            "epoch": self.epoch,
            "history": self.history,
            "network": self.network.state_dict(),
            "average": self.average.network.state_dict(),
            "average_steps": self.average.steps,
            "optimiser": self.optimiser.state_dict(),
            "rate": {key: value for key, value in self.rate.state_dict().items() if not callable(value)},
        }

    def restore(self, state: dict[str, Any]) -> None:
        """The inverse of `state`."""
        self.epoch, self.history = state["epoch"], state["history"]
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.average.steps = state["average_steps"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.rate.load_state_dict(state["rate"])

    def run_epoch(self) -> float:
        """Trains on every face about once; answers the mean loss.

        All that is random comes from the seed and the epoch's number, so that an epoch done again is the same.
        """
        seed = self.recipe.seed * SEEDS_PER_RUN + self.epoch
        generator = torch.Generator().manual_seed(seed)
        torch.manual_seed(seed)
        chance = Chance(generator, self.device)
        order = torch.randperm(len(self.faces), generator=generator)
        batches = order[: self.steps_per_epoch * self.recipe.batch].split(self.recipe.batch)
        self.network.train()
        total = 0.0
        for batch in tqdm(batches, desc=f"epoch {self.epoch + 1}/{self.recipe.epochs}", disable=None, leave=False):
            total += self._step(batch, chance)
        self.epoch += 1
        return total / len(batches)

    def _step(self, batch: torch.Tensor, chance: Chance) -> float:
        inputs = augmented_input(self.faces.crops[batch].to(self.device), self.architecture, chance)
        loss = self.loss(self.network(inputs), self.faces.labels[batch].to(self.device))
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()
        self.rate.step()
        self.average.update(self.network)
        return float(loss.detach())


def _adult_accuracy(training: Training, validation: Faces) -> float | None:
    adults = validation.adults()
    if len(adults) == 0:
        return None
    odds = log_odds(logits_of(training.average.network, training.architecture, adults, training.device))
    return round(float(((odds > 0).long() == adults.labels).double().mean()), 4)


def train(
    recipe: Recipe,
    train_faces: Faces,
    validation: Faces,
    run: Path,
    device: torch.device,
    say: Callable[[str], None],
    start: Network | None = None,
) -> Path:
    """Trains to the recipe's last epoch, from the folder's checkpoint where there is one.

    Writes `checkpoint.pt` and `history.json` after every epoch, and the averaged weights at the end; answers their path.
    """
    faces = train_faces.aged(recipe.least_age)
    if len(faces.labels.unique()) < 2:
        raise InputError(f"training needs women and men of {recipe.least_age:g} and over, found {len(faces)} faces")
    training = Training(recipe, faces, device, start)
    faces_hash = faces.sha256()
    state = load_checkpoint(run, recipe, faces_hash)
    if state is not None:
        training.restore(state)
        say(f"going on after epoch {training.epoch} of {recipe.epochs}")
    while training.epoch < recipe.epochs:
        loss = training.run_epoch()
        accuracy = _adult_accuracy(training, validation)
        training.history.append({"epoch": training.epoch, "loss": round(loss, 4), "adults_validation": accuracy})
        save_checkpoint(run, recipe, faces_hash, training.state())
        write_text(run / "history.json", json.dumps(training.history, indent=2) + "\n")
        known = "none to judge" if accuracy is None else f"{100 * accuracy:.2f} % right"
        say(f"epoch {training.epoch}/{recipe.epochs}: loss {loss:.4f}, adults of the validation set {known}")
    path = run / f"{recipe.network}.safetensors"
    save_weights(path, training.architecture, training.average.network)
    return path

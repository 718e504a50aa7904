"""Prepared faces in memory, as tensors: aligned crops with label, age and group."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np
import torch

from .face_rows import ADULT_AGE, CLASSES, read_crops
from .split import near_duplicates, thumbnails_of


@dataclass(frozen=True)
class Faces:
    """Faces of one split: `crops` `[N, 3, 96, 96]` uint8, `labels` `[N]` with 0 woman and 1 man, `ages` `[N]` in years."""

    crops: torch.Tensor
    labels: torch.Tensor
    ages: torch.Tensor
    groups: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.groups)

    def where(self, chosen: torch.Tensor) -> "Faces":
        """Only those for which `chosen` `[N]` is true."""
        groups = tuple(group for group, keep in zip(self.groups, chosen.tolist()) if keep)
        return Faces(self.crops[chosen], self.labels[chosen], self.ages[chosen], groups)

    def aged(self, least_age: float) -> "Faces":
        """Only those of this age or older."""
        return self.where(self.ages >= least_age)

    def adults(self) -> "Faces":
        """Only those of 18 and over."""
        return self.aged(ADULT_AGE)

    def sha256(self) -> str:
        """Hash of all that trains a network, crops and labels in their order, in hexadecimal digits."""
        content = hashlib.sha256()
        for tensor in (self.crops, self.labels):
            content.update(np.ascontiguousarray(tensor.numpy()))
        return content.hexdigest()


def join_faces(parts: Sequence[Faces]) -> Faces:
    """All faces of several sets, in order."""
    groups = tuple(group for part in parts for group in part.groups)
    crops, labels, ages = (
        torch.cat([getattr(part, name) for part in parts]) for name in ("crops", "labels", "ages")
    )
    return Faces(crops, labels, ages, groups)


def without_near_duplicates(faces: Faces, others: Faces) -> Faces:
    """Only those of `faces` that do not look like one of the others."""
    doubled = near_duplicates(thumbnails_of(faces.crops.numpy()), thumbnails_of(others.crops.numpy()))
    return faces.where(torch.from_numpy(~doubled))


def load_faces(folder: Path, split: str) -> Faces:
    """Reads all faces of one split into memory. Raises InputError naming the file that is wrong."""
    rows, crops = read_crops(folder, split)
    labels = torch.tensor([CLASSES.index(row.label) for row in rows])
    ages = torch.tensor([row.age for row in rows])
    return Faces(torch.from_numpy(crops), labels, ages, tuple(row.group for row in rows))

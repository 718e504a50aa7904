"""The state of a run after an epoch, so that an interrupted one goes on to the same weights."""

from __future__ import annotations

import io
import pickle
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from .atomic import write_bytes
from .errors import InputError
from .recipe import Recipe

NAME = "checkpoint.pt"


def _pack(value: Any) -> Any:
    """Numbers with a fraction as tensors of double precision: PyTorch 1.13 reads no others without running code."""
    if isinstance(value, float):
        return torch.tensor(value, dtype=torch.float64)
    if isinstance(value, dict):
        return {key: _pack(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_pack(part) for part in value]
    return value


def _unpack(value: Any) -> Any:
    """The inverse of `_pack`, but that tuples become lists."""
    if isinstance(value, torch.Tensor) and value.dtype == torch.float64 and value.dim() == 0:
        return value.item()
    if isinstance(value, dict):
        return {key: _unpack(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_unpack(part) for part in value]
    return value


def save_checkpoint(folder: Path, recipe: Recipe, faces: str, state: dict[str, Any]) -> None:
    """Replaces the folder's checkpoint, whole or not at all; `faces` is the hash of those that train."""
    content = io.BytesIO()
    torch.save(_pack({"recipe": asdict(recipe), "faces": faces, **state}), content)
    write_bytes(folder / NAME, content.getvalue())


def load_checkpoint(folder: Path, recipe: Recipe, faces: str) -> dict[str, Any] | None:
    """The folder's checkpoint, or None when there is none; `faces` is the hash of those that train.

    Raises InputError when it cannot be read or belongs to another recipe or to other faces.
    """
    path = folder / NAME
    if not path.exists():
        return None
    try:
        # Only tensors and plain values are unpickled: a checkpoint cannot run code.
        state = _unpack(torch.load(path, map_location="cpu", weights_only=True))
    except (OSError, RuntimeError, EOFError, ValueError, KeyError, pickle.UnpicklingError) as error:
        raise InputError(f"{path} is damaged ({error}); delete it to train anew") from None
    for name, wanted in asdict(recipe).items():
        found = state["recipe"].get(name)
        if found != wanted:
            raise InputError(f"{path} is of a run with {name} {found}, not {wanted}; name another folder with --run")
    # One of an earlier version does not say; its weights might be of any faces.
    if state.get("faces") != faces:
        raise InputError(f"{path} is not known to be of a run on these training faces; name another folder with --run")
    return state

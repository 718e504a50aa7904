"""Weights between PyTorch's networks and files in TensorFlow's layouts with the project's names."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import numpy as np
import torch
from torch import nn

from .errors import InputError
from .face_rows import CLASSES
from .networks import ARCHITECTURES, Architecture, Network
from .networks.layers import NORM_EPSILON
from .safetensors_file import read_safetensors, write_safetensors

NORM_PARTS = {"gamma": "weight", "beta": "bias", "mean": "running_mean", "variance": "running_var"}
# Convolutions whose tensor has the layer's own name; that of any other is `<layer>/kernel`.
NAMED_KERNELS = ("depthwise", "pointwise", "kernel")


def _named(network: Network) -> Iterator[tuple[str, torch.Tensor]]:
    """Each tensor of a network by its name in files; the tensor is the network's own, not a copy."""
    for path, layer in network.named_modules():
        name = path.replace(".", "/")
        if isinstance(layer, nn.Conv2d):
            yield name if name.rsplit("/", 1)[-1] in NAMED_KERNELS else f"{name}/kernel", layer.weight
            if layer.bias is not None:
                yield f"{name}/bias", layer.bias
        elif isinstance(layer, nn.BatchNorm2d):
            for part, attribute in NORM_PARTS.items():
                yield f"{name}/{part}", getattr(layer, attribute)


def _to_file(name: str, tensor: torch.Tensor) -> np.ndarray:
    """OIHW to HWIO; depthwise C1HW to HWC1."""
    values = tensor.detach().cpu().float()
    if values.dim() == 4:
        values = values.permute(2, 3, 0, 1) if name.endswith("depthwise") else values.permute(2, 3, 1, 0)
    return values.contiguous().numpy()


def _from_file(name: str, values: np.ndarray) -> torch.Tensor:
    tensor = torch.from_numpy(values.astype(np.float32))
    if tensor.dim() == 4:
        tensor = tensor.permute(2, 3, 0, 1) if name.endswith("depthwise") else tensor.permute(3, 2, 0, 1)
    return tensor


def export_weights(network: Network) -> dict[str, np.ndarray]:
    """All tensors in TensorFlow's layouts, by the project's names."""
    return {name: _to_file(name, tensor) for name, tensor in _named(network)}


def save_weights(path: Path, architecture: Architecture, network: Network) -> None:
    """Writes a safetensors file as the engine reads it."""
    metadata = {
        "architecture": architecture.name,
        "norm_epsilon": str(NORM_EPSILON),
        "classes": ",".join(CLASSES),
    }
    write_safetensors(path, export_weights(network), metadata)


def load_weights(path: Path, wanted: str | None = None) -> tuple[Architecture, Network]:
    """Reads a file into the network that it names, or into `wanted`, in evaluation mode.

    Raises InputError when a tensor is missing, superfluous or of another shape.
    """
    tensors, metadata = read_safetensors(path)
    name = wanted or metadata.get("architecture", "")
    architecture = ARCHITECTURES.get(name)
    if architecture is None:
        raise InputError(f"{path}: expected the architecture {' or '.join(ARCHITECTURES)}, found {name or 'none'!r}")
    network = architecture.build()
    expected = dict(_named(network))
    for odd in sorted(expected.keys() ^ tensors.keys()):
        side = "is missing" if odd in expected else f"is not part of {name}"
        raise InputError(f"{path}: the tensor {odd} {side}")
    with torch.no_grad():
        for key, target in expected.items():
            values = _from_file(key, tensors[key])
            if values.shape != target.shape:
                wanted_shape = list(_to_file(key, target).shape)
                raise InputError(f"{path}, {key}: expected shape {wanted_shape}, found {list(tensors[key].shape)}")
            target.copy_(values)
    return architecture, network.eval()


def parameter_count(network: Network) -> int:
    """How many numbers the network's file holds, means and variances of batch norms among them, as Keras counts."""
    return sum(tensor.numel() for _, tensor in _named(network))

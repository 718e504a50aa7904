"""Everything that ships of a trained network: weights, the same for ONNX, card, and answers to test others with."""

from __future__ import annotations

import inspect
import io
from pathlib import Path

import numpy as np
import torch

from .atomic import write_bytes
from .detections import REPOSITORY, DetectedPicture, central_face, read_detections
from .errors import InputError
from .model_input import model_input
from .networks import Architecture, Network
from .prepare import read_picture, stored_crop
from .safetensors_file import write_safetensors

# Composite faces: averages of many people, which show nobody and may lie in the repository.
COMPOSITES = REPOSITORY / "public" / "demo"
COMPOSITE_DETECTIONS = REPOSITORY / "fixtures" / "composites.csv"
GOLDEN_FACES = tuple(
    f"{name}.webp" for name in "woman-03 woman-09 woman-14 woman-27 man-02 man-07 man-16 man-25".split()
)
ONNX_OPSET = 13


def export_onnx(path: Path, architecture: Architecture, network: Network) -> None:
    """Writes the network for ONNX: `faces` `[N, C, size, size]` to `logits` `[N, 2]`, batch norms included.

    Raises InputError where PyTorch cannot write it, which from 2.0 on asks for the package onnx.
    """
    network = network.cpu().eval()
    example = torch.zeros(1, architecture.channels, architecture.size, architecture.size)
    # Later versions of PyTorch have a second exporter, which asks for onnxscript besides and does nothing more here.
    older = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    content = io.BytesIO()
    try:
        torch.onnx.export(
            network,
            (example,),
            content,
            input_names=["faces"],
            output_names=["logits"],
            dynamic_axes={"faces": {0: "count"}, "logits": {0: "count"}},
            opset_version=ONNX_OPSET,
            training=torch.onnx.TrainingMode.PRESERVE,
            do_constant_folding=False,
            **older,
        )
    except (RuntimeError, ImportError) as error:
        # The exporter's own error is a RuntimeError in every version, and lies in different places among them.
        raise InputError(f"PyTorch cannot write {path}, for which it may need the package onnx: {error}") from None
    write_bytes(path, content.getvalue())


def composite_crops(names: tuple[str, ...]) -> torch.Tensor:
    """Stored crops `[N, 3, 96, 96]` uint8 of composite faces by file name."""
    detections = read_detections(COMPOSITE_DETECTIONS)
    crops = []
    for name in names:
        picture = read_picture(COMPOSITES / name)
        faces = detections.get(name, DetectedPicture()).faces
        face = central_face(faces, picture.shape[1], picture.shape[0])
        if face is None:
            raise InputError(f"{COMPOSITE_DETECTIONS}: expected a face at the centre of {name}, found none")
        crops.append(stored_crop(picture, face).transpose(2, 0, 1))
    return torch.from_numpy(np.stack(crops))


def stage_outputs(network: Network, inputs: torch.Tensor) -> dict[str, np.ndarray]:
    """Input `[N, H, W, C]` and the output of every stage by name, channels last; `inputs` is `[N, C, H, W]`."""
    with torch.no_grad():
        stages = network.cpu().eval().stages(inputs)
    stages = {"input": inputs, **stages, "probabilities": stages["logits"].softmax(1)}
    return {
        name: np.ascontiguousarray((maps.permute(0, 2, 3, 1) if maps.dim() == 4 else maps).numpy())
        for name, maps in stages.items()
    }


def export_goldens(path: Path, architecture: Architecture, network: Network) -> None:
    """Writes what each stage of the network makes of eight composite faces."""
    inputs = model_input(composite_crops(GOLDEN_FACES), architecture)
    metadata = {"layout": "NHWC", "model": f"{architecture.name}.safetensors", "inputs": ",".join(GOLDEN_FACES)}
    write_safetensors(path, stage_outputs(network, inputs), metadata)

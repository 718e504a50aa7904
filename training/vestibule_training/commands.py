"""What each command does, from its options to its text on stdout."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import torch

from .calibrate import Calibration, calibrate
from .card import card_of, write_card
from .evaluate import log_odds, logits_of, measure
from .errors import InputError
from .export import export_goldens, export_onnx
from .faces import Faces, join_faces, load_faces, without_near_duplicates
from .prepare import SUMMARY, prepare
from .recipe import Recipe
from .sha256 import sha256_of
from .train import train
from .weights import load_weights, save_weights


def _say(line: str) -> None:
    print(line, flush=True)


def _device(options: Namespace) -> torch.device:
    wanted = options.device or ("cuda" if torch.cuda.is_available() else "cpu")
    try:
        return torch.empty(0, device=wanted).device
    except (RuntimeError, AssertionError) as error:
        # Not a device of this machine or of this build of PyTorch.
        raise InputError(f"--device {wanted} cannot be used here: {str(error).splitlines()[0]}") from None


def _faces(options: Namespace, split: str) -> Faces:
    return join_faces([load_faces(folder, split) for folder in options.data])


def _training_faces(options: Namespace, validation: Faces) -> Faces:
    """Faces that train. `prepare` looks for near duplicates within its folder; those between folders are left out here."""
    faces = _faces(options, "train")
    if len(options.data) == 1:
        return faces
    kept = without_near_duplicates(faces, join_faces([validation, _faces(options, "test")]))
    _say(f"training faces like a validation or test face of another folder, left out: {len(faces) - len(kept)}")
    return kept


def _recipe(options: Namespace) -> Recipe:
    started_from = sha256_of(options.init) if options.init else ""
    return Recipe(
        network=options.network,
        epochs=options.epochs,
        peak_rate=options.peak_rate,
        batch=options.batch,
        seed=options.seed,
        started_from=started_from,
    )


def run_prepare(options: Namespace) -> None:
    """Pictures to crops."""
    summary = prepare(
        options.images, options.format, options.meta, options.detections, options.out, options.trained_on
    )
    _say(json.dumps(summary, indent=2))


def run_train(options: Namespace) -> None:
    """Crops to weights; leaves the path of the weights in `options.weights`."""
    start = load_weights(options.init, options.network)[1] if options.init else None
    validation = _faces(options, "val")
    faces = _training_faces(options, validation)
    options.weights = train(_recipe(options), faces, validation, options.run, _device(options), _say, start)
    _say(f"weights: {options.weights}")


def _calibrate(options: Namespace) -> Calibration:
    architecture, network = load_weights(options.weights)
    adults = _faces(options, "val").adults()
    return calibrate(log_odds(logits_of(network, architecture, adults, _device(options))), adults.labels)


def run_calibrate(options: Namespace) -> None:
    """Temperature and margin of weights."""
    _say(json.dumps(vars(_calibrate(options)), indent=2))


def _metrics(options: Namespace, calibration: Calibration) -> dict:
    architecture, network = load_weights(options.weights)
    test = _faces(options, "test")
    return measure(logits_of(network, architecture, test, _device(options)), test, calibration)


def run_evaluate(options: Namespace) -> None:
    """Figures of weights on the test set, after calibration on the validation set."""
    calibration = _calibrate(options)
    _say(json.dumps({**vars(calibration), "metrics_test": _metrics(options, calibration)}, indent=2))


def _trained_on(folders: list[Path]) -> str:
    """What the card says of the data, as `prepare` was told."""
    texts = []
    for folder in folders:
        path = folder / SUMMARY
        if not path.is_file():
            raise InputError(f"{folder} has no {SUMMARY}: say with --trained-on TEXT what the card shall say of the data")
        summary = json.loads(path.read_text("utf-8"))
        counts = " / ".join(f"{count:,} {split}" for split, count in summary["faces"].items())
        texts.append(f"{summary['trained_on']} ({counts} after near-duplicate removal)")
    # The counts are those of each folder by itself.
    between = ["training faces like a validation or test face of another set left out"] if len(folders) > 1 else []
    return "; ".join([*texts, *between])


def run_export(options: Namespace) -> None:
    """Weights, ONNX, card and goldens of weights, into one folder."""
    trained_on = options.trained_on or _trained_on(options.data)
    calibration = _calibrate(options)
    metrics = _metrics(options, calibration)
    architecture, network = load_weights(options.weights)
    weights = options.out / f"{architecture.name}.safetensors"
    save_weights(weights, architecture, network)
    card = card_of(architecture, network, calibration, metrics, weights, options.version, trained_on)
    write_card(weights.with_suffix(".json"), card)
    export_goldens(options.out / "goldens" / weights.name, architecture, network)
    # Last, as it alone needs a package that may be missing: the rest is there then.
    export_onnx(weights.with_suffix(".onnx"), architecture, network)
    _say(f"{options.out}: {weights.name}, .onnx, .json and goldens/; adults {metrics['adults_18_plus']['accuracy']}")


def run_all(options: Namespace) -> None:
    """Everything in one command: prepare where pictures are named, then train, calibrate, evaluate and export."""
    if options.images:
        options.out, exported = options.data[0], options.out
        run_prepare(options)
        options.out = exported
        options.trained_on = ""
    run_train(options)
    run_export(options)

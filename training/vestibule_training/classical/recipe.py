"""From stored crops to weights and card of the classical baseline."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import numpy as np
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from ..atomic import write_text
from ..errors import InputError
from ..face_rows import ADULT_AGE, CLASSES, read_crops
from ..margin import least_margin
from ..safetensors_file import write_safetensors
from ..sha256 import sha256_of
from .features import FEATURES, GREY, GRID, PATTERNS, SEEN_SIDE_OVER_BOX, SIZE, grey_faces, lbp_features

NAME = "lbp-svm"
LEAST_TRAINING_AGE = 5
# Weight of the errors against the margin; 0.01 was better than 0.05 on the held-out part of the training faces.
COST = 0.01
# Side in pixels to which a second copy of each training face is reduced, so that distant faces are known as well.
DISTANT_SIDES = (20, 64)
BATCH = 1000


@dataclass(frozen=True)
class LabelledFaces:
    """`faces` `[N, 64, 64]` whole greys, `is_man` `[N]`, `ages` `[N]` in years."""

    faces: np.ndarray
    is_man: np.ndarray
    ages: np.ndarray

    def aged(self, least_age: float) -> "LabelledFaces":
        """Only those of this age or older."""
        chosen = self.ages >= least_age
        return LabelledFaces(self.faces[chosen], self.is_man[chosen], self.ages[chosen])


@dataclass(frozen=True)
class LinearClassifier:
    """Calibrated log-odds of man are `features @ weights + bias`."""

    weights: np.ndarray
    bias: float

    def log_odds(self, faces: np.ndarray) -> np.ndarray:
        """Natural logarithm, `[N]`, of faces `[N, 64, 64]`."""
        return features_of(faces) @ self.weights + self.bias


def load_labelled(folder: Path, split: str) -> LabelledFaces:
    """Reads one split. Raises InputError where one class is absent."""
    rows, crops = read_crops(folder, split)
    is_man = np.array([row.label == CLASSES[1] for row in rows])
    if is_man.all() or not is_man.any():
        raise InputError(f"{folder}, {split}: expected women and men, found {len(rows)} faces of one class")
    faces = np.concatenate([grey_faces(crops[i : i + BATCH]) for i in range(0, len(crops), BATCH)])
    return LabelledFaces(faces, is_man, np.array([row.age for row in rows]))


def features_of(faces: np.ndarray) -> np.ndarray:
    """Features `[N, 3776]`, made in parts that fit into memory."""
    return np.concatenate([lbp_features(faces[i : i + BATCH]) for i in range(0, len(faces), BATCH)])


def _mirrored_from_afar(faces: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Each face mirrored, reduced to some size and enlarged again."""

    def reduced(face: np.ndarray) -> np.ndarray:
        side = int(random.integers(*DISTANT_SIDES))
        small = Image.fromarray(face[:, ::-1]).resize((side, side), Image.Resampling.BOX)
        return np.asarray(small.resize((SIZE, SIZE), Image.Resampling.BILINEAR))

    return np.stack([reduced(face) for face in faces])


def train(training: LabelledFaces, seed: int) -> LinearClassifier:
    """Fits the support vector machine; what it gives is a distance, and not yet log-odds."""
    random = np.random.default_rng(seed)
    faces = np.concatenate([training.faces, _mirrored_from_afar(training.faces, random)])
    machine = LinearSVC(C=COST, dual=False, random_state=seed)
    machine.fit(features_of(faces), np.tile(training.is_man, 2))
    return LinearClassifier(machine.coef_[0], float(machine.intercept_[0]))


def calibrate(classifier: LinearClassifier, held_out: LabelledFaces) -> tuple[LinearClassifier, float]:
    """Platt's scaling, folded into the weights, and the margin below which nothing is said."""
    distances = classifier.log_odds(held_out.faces)
    # So little regularisation that it changes nothing: two numbers of thousands of faces.
    sigmoid = LogisticRegression(C=1e6).fit(distances[:, None], held_out.is_man)
    scale, offset = float(sigmoid.coef_[0, 0]), float(sigmoid.intercept_[0])
    weights = (classifier.weights * scale).astype(np.float32)
    calibrated = LinearClassifier(weights, classifier.bias * scale + offset)
    odds = calibrated.log_odds(held_out.faces)
    return calibrated, least_margin(odds, (odds > 0) == held_out.is_man)


def measure(classifier: LinearClassifier, margin: float, tested: LabelledFaces) -> dict[str, Any]:
    """The card's figures; shares 0 to 1 with four decimals. `npm run evaluate` has the rest."""
    odds = classifier.log_odds(tested.faces)
    right = (odds > 0) == tested.is_man
    adults = tested.ages >= ADULT_AGE

    def share(part: np.ndarray) -> float | None:
        return round(float(part.mean()), 4) if len(part) > 0 else None

    def of(chosen: np.ndarray) -> dict[str, Any]:
        women, men = chosen & ~tested.is_man, chosen & tested.is_man
        return {
            "n": int(chosen.sum()),
            "accuracy": share(right[chosen]),
            "woman": share(right[women]),
            "man": share(right[men]),
        }

    decided = adults & (np.abs(odds) >= margin)
    return {
        "adults_18_plus": of(adults),
        "age_5_plus": of(tested.ages >= LEAST_TRAINING_AGE),
        "all": of(np.ones_like(adults)),
        "adults_decided": {"share": share(decided[adults]), "accuracy": share(right[decided])},
    }


def _card(margin: float, metrics: dict[str, Any], weights: Path, version: str, trained_on: str) -> dict[str, Any]:
    return {
        "name": NAME,
        "version": version,
        "architecture": "uniform local binary patterns, 8x8 cells of 8x8 pixels; linear support vector machine",
        "parameters": FEATURES + 1,
        "input": {
            "size": SIZE,
            "channels": 1,
            "range": [0, 255],
            "grey": list(GREY),
            "crop": {"side_over_detector_box": SEEN_SIDE_OVER_BOX, "border": "replicate"},
        },
        "classes": list(CLASSES),
        "temperature": 1,
        "undetermined_below_abs_log_odds": margin,
        "trained_on": trained_on,
        "metrics_test": metrics,
        "sha256": sha256_of(weights),
    }


def export(data: Path, out: Path, seed: int, version: str, trained_on: str, say: Callable[[str], None]) -> None:
    """Trains, calibrates, measures, and writes `lbp-svm.safetensors` and its card into `out`."""
    training = load_labelled(data, "train").aged(LEAST_TRAINING_AGE)
    say(f"training on {len(training.ages):,} faces, each twice")
    fitted = train(training, seed)
    classifier, margin = calibrate(fitted, load_labelled(data, "val").aged(ADULT_AGE))
    metrics = measure(classifier, margin, load_labelled(data, "test"))
    path = out / f"{NAME}.safetensors"
    tensors = {
        "svm/weights": classifier.weights.reshape(GRID, GRID, PATTERNS),
        "svm/bias": np.array([classifier.bias], np.float32),
    }
    write_safetensors(path, tensors, {"classes": ",".join(CLASSES), "architecture": NAME})
    card = _card(margin, metrics, path, version, trained_on)
    write_text(path.with_suffix(".json"), json.dumps(card, indent=2))
    say(json.dumps({"undetermined_below_abs_log_odds": margin, **metrics}, indent=2))

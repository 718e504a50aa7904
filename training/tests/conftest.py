"""A tiny data set that anybody has: composite faces of the demo, cut where the project's detector found them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import torch

from vestibule_training.detections import REPOSITORY
from vestibule_training.export import COMPOSITE_DETECTIONS, COMPOSITES
from vestibule_training.prepare import prepare

SHARED = REPOSITORY.parent / "shared"

# The smallest tasks are quickest on one thread, and several would make sums come out in another order.
torch.set_num_threads(1)


def pytest_report_header() -> list[str]:
    """Says aloud which checks cannot be made here."""
    if (SHARED / "data" / "faces").is_dir():
        return []
    return ["There is no ../shared folder: the extra checks on real faces are not run."]


@pytest.fixture(scope="session")
def composite_labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV for the composite faces; ages and groups are made up."""
    path = tmp_path_factory.mktemp("labels") / "labels.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "label", "age", "group"))
        for index, picture in enumerate(sorted(COMPOSITES.glob("*.webp"))):
            writer.writerow((picture.name, picture.name.split("-")[0], 20 + index, "ab"[index % 2]))
    return path


@pytest.fixture(scope="session")
def composites(composite_labels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared folder of composite faces."""
    out = tmp_path_factory.mktemp("composites")
    prepare(COMPOSITES, "csv", composite_labels, COMPOSITE_DETECTIONS, out, "composite faces")
    return out

"""What the package imports is what pip installs with it."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from vestibule_training.detections import REPOSITORY

TRAINING = REPOSITORY / "training"
# Names of packages that are imported by another one.
PACKAGES = {"PIL": "pillow"}
# What single commands import, each of which says so.
OPTIONAL = {"scipy", "sklearn"}


def _imported(path: Path) -> set[str]:
    """The first part of every name that a file imports from outside of its own package."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(str(node.module))
    return {name.split(".")[0] for name in names}


def test_all_that_is_imported_is_installed_with_it() -> None:
    tomllib = pytest.importorskip("tomllib", reason="this Python does not read TOML: dependencies are not compared")
    project = tomllib.loads((TRAINING / "pyproject.toml").read_text("utf-8"))["project"]
    dependencies = {re.split("[<>=~!;[ ]", item)[0] for item in project["dependencies"]}
    imported = set().union(*(_imported(path) for path in (TRAINING / "vestibule_training").rglob("*.py")))
    others = imported - set(sys.stdlib_module_names) - OPTIONAL
    # PyTorch imports onnx where it writes an ONNX file, and does not bring it along.
    assert dependencies == {PACKAGES.get(name, name) for name in others} | {"onnx"}

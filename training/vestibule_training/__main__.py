"""`python3 -m vestibule_training COMMAND`: the recipe's one entry."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Sequence

from . import commands
from .errors import InputError
from .networks import ARCHITECTURES
from .recipe import Recipe


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _add_prepare(parser: argparse.ArgumentParser, required: bool) -> None:
    parser.add_argument("--images", type=Path, required=required, help="folder of pictures")
    parser.add_argument("--format", choices=("utkface", "imdb", "wiki", "csv"), default="utkface", help="where labels are")
    parser.add_argument("--meta", type=Path, help="imdb.mat, wiki.mat, or a CSV with file,label,age,group")
    parser.add_argument("--detections", type=Path, help="CSV of `npm run detect`; without it the detector is run")


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders that `prepare` wrote")
    parser.add_argument("--device", help="cpu, cuda, ...; without it a graphics card where there is one")


def _add_train(parser: argparse.ArgumentParser) -> None:
    default = Recipe()
    parser.add_argument("--network", choices=tuple(ARCHITECTURES), default=default.network)
    parser.add_argument("--run", type=Path, required=True, help="folder of the run; one with a checkpoint goes on")
    parser.add_argument("--epochs", type=_count, default=default.epochs)
    parser.add_argument("--peak-rate", type=float, default=default.peak_rate, help="greatest learning rate")
    parser.add_argument("--batch", type=_count, default=default.batch)
    parser.add_argument("--seed", type=int, default=default.seed)
    parser.add_argument("--init", type=Path, help="safetensors file to start from")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, help="folder for what is exported")
    parser.add_argument("--version", default="1.0.0", help="version that the card says")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vestibule_training", description=__doc__)
    adding = parser.add_subparsers(dest="command", required=True)
    command = adding.add_parser("prepare", help="pictures to aligned crops, split, without near duplicates")
    _add_prepare(command, required=True)
    command.add_argument("--out", type=Path, required=True, help="folder for crops and CSV")
    command.add_argument("--trained-on", default="", required=True, help="the data and its licence, for the card")
    command = adding.add_parser("train", help="crops to weights")
    _add_data(command)
    _add_train(command)
    for name, text in (("calibrate", "temperature and margin"), ("evaluate", "figures by group and age")):
        command = adding.add_parser(name, help=text)
        _add_data(command)
        command.add_argument("--weights", type=Path, required=True, help="safetensors file")
    command = adding.add_parser("export", help="safetensors, ONNX, card, goldens")
    _add_data(command)
    command.add_argument("--weights", type=Path, required=True, help="safetensors file")
    _add_export(command)
    command.add_argument("--trained-on", default="", help="the data and its licence, for the card")
    command = adding.add_parser("all", help="all of these, one after the other; prepares where --images is named")
    _add_prepare(command, required=False)
    _add_data(command)
    _add_train(command)
    _add_export(command)
    command.add_argument("--trained-on", default="", help="the data and its licence, for the card")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; answers 0, or 2 after one sentence on stderr that says what is wrong."""
    options = _parser().parse_args(arguments)
    try:
        getattr(commands, f"run_{options.command}")(options)
    except InputError as error:
        print(f"{options.command}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        # The last epoch's checkpoint is there; the same command goes on from it.
        print(f"{options.command}: interrupted", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

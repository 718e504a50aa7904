"""`python3 -m vestibule_training.classical`: the classical baseline's one command. It needs scikit-learn and no PyTorch."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Sequence

from ..errors import InputError
from .recipe import export


def main(arguments: Sequence[str] | None = None) -> int:
    """Answers 0, or 2 after one sentence on stderr that says what is wrong."""
    parser = argparse.ArgumentParser(prog="vestibule_training.classical", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that `prepare` wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and card")
    parser.add_argument("--trained-on", required=True, help="the data and its licence, for the card")
    parser.add_argument("--version", default="1.0.0", help="version that the card says")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    try:
        export(
            options.data,
            options.out,
            options.seed,
            options.version,
            options.trained_on,
            lambda line: print(line, flush=True),
        )
    except InputError as error:
        print(f"classical: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("classical: interrupted", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

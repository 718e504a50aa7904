"""Reader and writer of safetensors files (8-byte length, JSON header, data), because Debian has no package of that format."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Mapping

import numpy as np

from .atomic import write_bytes
from .errors import InputError

DTYPES = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2"), "U8": np.dtype("u1")}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
# The data begins at a multiple of this many bytes, so that it can be mapped.
ALIGNMENT_BYTES = 8


def _read_header(path: Path, content: bytes) -> tuple[dict, bytes]:
    if len(content) < 8:
        raise InputError(f"{path}: expected a safetensors file, found {len(content)} bytes")
    (length,) = struct.unpack("<Q", content[:8])
    if length > len(content) - 8:
        raise InputError(f"{path}: the header should have {length} bytes, the file ends before")
    try:
        header = json.loads(content[8 : 8 + length].decode("utf-8"))
    except ValueError:
        # Damaged, or no safetensors file at all: refused below in the same words as JSON of the wrong kind.
        header = None
    if not isinstance(header, dict):
        raise InputError(f"{path}: expected a JSON object as header, found something else")
    return header, content[8 + length :]


def _read_tensor(path: Path, name: str, entry: object, data: bytes) -> np.ndarray:
    try:
        dtype = DTYPES[entry["dtype"]]  # type: ignore[index]
        shape = [int(size) for size in entry["shape"]]  # type: ignore[index]
        begin, end = (int(offset) for offset in entry["data_offsets"])  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        # The entry is whatever the file says; all of this means that it is not one of a tensor.
        raise InputError(f"{path}, {name}: expected dtype F32, F16 or U8, shape and offsets, found {entry}") from None
    needed = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    if not 0 <= begin <= end <= len(data) or end - begin != needed:
        raise InputError(f"{path}, {name}: expected {needed} bytes for shape {shape}, found {begin} to {end} of {len(data)}")
    return np.frombuffer(data[begin:end], dtype).reshape(shape).copy()


def read_safetensors(path: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Reads all tensors, by name, and the metadata. Raises InputError when the file is not as the format demands."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    header, data = _read_header(path, content)
    metadata = header.pop("__metadata__", {})
    return {name: _read_tensor(path, name, entry, data) for name, entry in header.items()}, metadata


def write_safetensors(path: Path, tensors: Mapping[str, np.ndarray], metadata: Mapping[str, str]) -> None:
    """Writes tensors in the given order; arrays of float32, float16 or uint8."""
    header: dict[str, object] = {"__metadata__": dict(metadata)}
    parts: list[bytes] = []
    offset = 0
    for name, tensor in tensors.items():
        part = np.ascontiguousarray(tensor).tobytes()
        header[name] = {
            "dtype": NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(part)],
        }
        offset += len(part)
        parts.append(part)
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % ALIGNMENT_BYTES)
    write_bytes(path, struct.pack("<Q", len(text)) + text + b"".join(parts))

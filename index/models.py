"""The files of a model → what runs it, and its tokenizer. The only file of the program that imports onnxruntime."""

import hashlib
import os
from pathlib import Path
from typing import Any

from index.datatypes import ModelError


def load_session(path: Path) -> Any:
    """A session that works on one core, for several calls at a time, each on a core of its own, are faster."""
    # Microsoft's builds tell their maker of their use, and keep a device's id, unless told not to.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # The fused kernel takes six times as long as the two that it fuses.
    slow = ["SkipLayerNormFusion"]
    return InferenceSession(path, options, providers=["CPUExecutionProvider"], disabled_optimizers=slow)


def load_tokenizer(path: Path) -> Any:
    """A tokenizer that leaves texts as long as they are, and takes nothing in them for a special token."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True
    return tokenizer


def check_sha256(path: Path, expected: str) -> None:
    """Refuse a file whose SHA-256 is not the one expected."""
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"
    if found != expected:
        raise ModelError(
            f"{path} has SHA-256 {found}, expected {expected}. It is not the original model and "
            "is not loaded; reinstall the package that it came with."
        )

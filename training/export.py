"""Trained weights → int8 ONNX and its SHA-256, as the reader loads them.

    pip install onnx onnxscript
    python -m training.export FOLDER/model qa/model

Weights to int8 by onnxruntime's dynamic quantisation, one scale a channel; activations are scaled
as they come.
"""

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertForQuestionAnswering


class Logits(nn.Module):
    """The model with plain inputs and outputs: one sequence, nothing padded."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        out = self.model(input_ids=input_ids, token_type_ids=token_type_ids)
        return out.start_logits, out.end_logits


def export(trained: Path, folder: Path) -> None:
    """Write reader.onnx and SHA256."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the import: see qa/span_reader.py
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = BertForQuestionAnswering.from_pretrained(trained, local_files_only=True, attn_implementation="eager")
    folder.mkdir(parents=True, exist_ok=True)
    example = (torch.ones(1, 16, dtype=torch.long), torch.zeros(1, 16, dtype=torch.long))
    length = torch.export.Dim("length", min=4, max=512)
    with tempfile.TemporaryDirectory() as name:
        full = Path(name, "full.onnx")
        torch.onnx.export(
            Logits(model).eval(),
            example,
            full,
            input_names=["input_ids", "token_type_ids"],
            output_names=["start", "end"],
            dynamic_shapes={"input_ids": {1: length}, "token_type_ids": {1: length}},
            dynamo=True,
            external_data=False,
        )
        quantize_dynamic(full, folder / "reader.onnx", weight_type=QuantType.QInt8, per_channel=True)
    digest = hashlib.sha256((folder / "reader.onnx").read_bytes()).hexdigest()
    (folder / "SHA256").write_text(f"{digest}  reader.onnx\n", "ascii")
    print(f"{(folder / 'reader.onnx').stat().st_size / 2**20:.1f} MiB, SHA-256 {digest}")


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))

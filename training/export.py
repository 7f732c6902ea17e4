"""Trained weights → quantised ONNX, its tokenizer and the digests of both, as the reader loads them.

    pip install onnx onnxscript
    python -m training.export FOLDER/model qa/model DATA [--weights int8|int4]

int8: the layers' weights by onnxruntime's dynamic quantisation, one scale a channel; the inputs are
scaled as they come, their columns evened out before (smoothing.py) by what SQuAD's training questions
give: without it, F1 falls by .03. int4: blocks of 32 weights with a scale each (MatMulNBits), inputs in int8 by
blocks. The tables of words and positions have 4 bits either way, blocks of 64 with a scale each
(GatherBlockQuantized); what is small stays float.
"""

import argparse
import hashlib
import logging
import os
import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import torch
from torch import Tensor, nn

from index.models import load_tokenizer
from qa.encoder import SUMS, TOKENIZER, WEIGHTS
from training.examples import training_articles
from training.model import Logits, ReaderModel
from training.smoothing import smooth
from training.tables import group as made_table

MAX_LENGTH = 512
LARGE = 2**16
"""A matrix with fewer numbers stays as it is."""
TABLE_BLOCK, INT4_BLOCK = 64, 32
Weights = Literal["int8", "int4"]


class Sequenced(nn.Module):
    """The model with plain inputs and outputs: one sequence, nothing padded."""

    def __init__(self, model: ReaderModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, token_type_ids: Tensor | None = None) -> tuple[Tensor, ...]:
        types = torch.zeros_like(input_ids) if token_type_ids is None else token_type_ids
        out = self.model(input_ids, torch.ones_like(input_ids), types)
        return out.start, out.end, out.evidence, out.stance


def export(trained: Path, folder: Path, pairs: Sequence[tuple[str, str]], weights: Weights = "int8") -> None:
    """Write the three files of a model's folder; `pairs` of question and text show what the layers' inputs are like."""
    folder.mkdir(parents=True, exist_ok=True)
    model, tokenizer = ReaderModel(trained).eval(), load_tokenizer(trained / TOKENIZER)
    smooth(model.encoder.encoder, lambda: [read(model, tokenizer.encode(*pair)) for pair in pairs])
    with tempfile.TemporaryDirectory() as name:
        full = Path(name, "full.onnx")
        write_float(model, full)
        quantise(full, folder / WEIGHTS, weights)
    shutil.copyfile(trained / TOKENIZER, folder / TOKENIZER)
    digests = {each: hashlib.sha256((folder / each).read_bytes()).hexdigest() for each in (WEIGHTS, TOKENIZER)}
    (folder / SUMS).write_text("".join(f"{digest}  {each}\n" for each, digest in digests.items()), "ascii")
    print(f"{(folder / WEIGHTS).stat().st_size / 1e6:.1f} MB, SHA-256 {digests[WEIGHTS]}")


def read(model: ReaderModel, encoding: Any) -> Logits:
    """The logits of a pair."""
    ids, types = (torch.tensor([each[:MAX_LENGTH]]) for each in (encoding.ids, encoding.type_ids))
    found: Logits = model(ids, torch.ones_like(ids), types)
    return found


def asked_and_read(data: Path) -> list[tuple[str, str]]:
    """The first question of every fourth of SQuAD's training articles with its paragraph, and as many made tables."""
    articles, _ = training_articles(data)
    first = [article["paragraphs"][0] for article in articles[::4]]
    tables = [made_table(None, random.Random(at))[0] for at in range(len(first))]
    return [(each["qas"][0]["question"], each["context"]) for each in first] + [(t.asked, t.text) for t in tables]


def write_float(model: ReaderModel, path: Path) -> None:
    """The model as float32 ONNX, for a sequence of any length, without the traces of the machine it was made on."""
    import onnx

    names = ["input_ids", *(["token_type_ids"] if model.has_types else [])]
    length = torch.export.Dim("length", min=4, max=MAX_LENGTH)
    torch.onnx.export(
        Sequenced(model).eval(),
        tuple(torch.zeros(1, 16, dtype=torch.long) + 5 * (name == "input_ids") for name in names),
        path,
        input_names=names,
        output_names=["start", "end", "evidence", "stance"],
        dynamic_shapes={name: {1: length} for name in names},
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    made = onnx.load(path)
    for each in (made, made.graph, *made.graph.node, *made.graph.input, *made.graph.output):
        each.ClearField("metadata_props")
        each.ClearField("doc_string")
    made.graph.ClearField("value_info")  # has wrong shapes, which the quantisation stumbles over
    onnx.save(made, path)


def quantise(full: Path, path: Path, weights: Weights) -> None:
    """The float model with its large matrices and tables in few bits."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the import: see qa/encoder.py
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.getLogger().setLevel(logging.ERROR)  # onnxruntime tells of every node
    matrices = large(onnx.load(full), "MatMul", 1)
    if weights == "int8":
        kinds = {"op_types_to_quantize": ["MatMul"], "nodes_to_quantize": matrices}
        quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True, **kinds)
        made = onnx.load(path)
    else:
        made = in_blocks(onnx.load(full), "MatMul", matrices, INT4_BLOCK)
    onnx.save(in_blocks(made, "Gather", large(made, "Gather", 0), TABLE_BLOCK), path)


def large(model: Any, kind: str, place: int) -> list[str]:
    """The names of the nodes of a kind whose input at a place is a large constant."""
    sizes = {each.name: torch.Size(each.dims).numel() for each in model.graph.initializer}
    return [each.name for each in model.graph.node if each.op_type == kind and sizes.get(each.input[place], 0) >= LARGE]


def in_blocks(model: Any, kind: str, nodes: list[str], block: int) -> Any:
    """The model with these nodes' constants in 4 bits, each block of them with a scale and a zero."""
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    others = [each.name for each in model.graph.node if each.name not in nodes]
    quantiser = MatMulNBitsQuantizer(
        model, bits=4, block_size=block, accuracy_level=4, nodes_to_exclude=others, op_types_to_quantize=(kind,)
    )
    quantiser.process()
    return quantiser.model.model


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", choices=["int8", "int4"], default="int8")
    options = parser.parse_args()
    export(options.trained, options.folder, asked_and_read(options.data), options.weights)

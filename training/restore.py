"""The shipped weights → a folder that `training.reader --base` goes on from.

    python -m training.restore qa/model MPNET FOLDER

What the training left as it was (the tables, the lowest layers) comes from the encoder that it
began with; of the rest, what was quantised comes back to within half a step of its channel's scale.
"""

import argparse
import os
import shutil
from pathlib import Path
from typing import Any

import torch

from qa.encoder import TOKENIZER, WEIGHTS
from training.model import ReaderModel

PREFIX = "model."


def restore(shipped: Path, base: Path, folder: Path) -> None:
    """Write an encoder with its heads and its tokenizer.

    Raises:
        ValueError: the shipped model lacks one of the trained weights, or is of another encoder.
    """
    model = ReaderModel(base)
    model.freeze_lowest()
    known = trained_weights(shipped / WEIGHTS)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if not weight.requires_grad:
                continue
            if name not in known or known[name].shape != weight.shape:
                raise ValueError(f"{shipped / WEIGHTS} has no {name} of shape {tuple(weight.shape)}: another encoder's")
            weight.copy_(known[name])
    model.save(folder)
    shutil.copyfile(shipped / TOKENIZER, folder / TOKENIZER)


def trained_weights(path: Path) -> dict[str, torch.Tensor]:
    """The int8 model's float weights by name. A matrix has its name from the bias that is added to its product."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the import: see qa/encoder.py
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    values = {
        each.name: torch.from_numpy(numpy_helper.to_array(each).copy())
        for each in graph.initializer
        if each.data_type in (onnx.TensorProto.FLOAT, onnx.TensorProto.INT8)
    }
    found = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
    made_by = {name: node for node in graph.node for name in node.output}
    following = {name: node for node in graph.node for name in node.input}
    for node in graph.node:
        matrix = _matrix(values, node.input[1]) if node.op_type in ("MatMulInteger", "MatMul") else None
        if matrix is not None and (bias := _bias(following, values, node)):
            even = _even(made_by, values, node)
            found[bias.removeprefix(PREFIX).removesuffix("bias") + "weight"] = (matrix.T * even).contiguous()
    return found


def _matrix(values: dict[str, torch.Tensor], name: str) -> torch.Tensor | None:
    """A constant (inputs, outputs), its int8 numbers taken back to floats; None for what is computed."""
    if not name.endswith("_quantized"):
        return values.get(name)
    stem = name.removesuffix("_quantized")
    return (values[name].float() - values[f"{stem}_zero_point"].float()) * values[f"{stem}_scale"]


def _even(made_by: dict[str, Any], values: dict[str, torch.Tensor], node: Any) -> torch.Tensor | float:
    """By what the columns of the product's input were multiplied before they were quantised (training/smoothing.py)."""
    quantised = made_by.get(node.input[0])
    product = made_by.get(quantised.input[0]) if quantised and quantised.op_type == "DynamicQuantizeLinear" else None
    factors = [values[name] for name in product.input if name in values] if product and product.op_type == "Mul" else []
    return factors[0] if factors else 1.0


def _bias(following: dict[str, Any], values: dict[str, torch.Tensor], node: Any) -> str | None:
    """The name of the constant that the product's sum with begins: past the casts and scales of the quantisation."""
    while node := following.get(node.output[0]):
        if node.op_type == "Add":
            return next((name for name in node.input if name in values), None)
        if node.op_type not in ("Cast", "Mul"):
            return None
    return None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shipped", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("folder", type=Path)
    restore(**vars(parser.parse_args()))

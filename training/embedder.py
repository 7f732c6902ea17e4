"""all-MiniLM-L6-v2 → int8 ONNX and its SHA-256, as the index loads them.

    pip install onnx onnxscript
    python -m training.embedder DATA index/model

Weights to int8 by onnxruntime's dynamic quantisation, one scale a channel; activations are scaled as
they come, one scale a tensor. A few columns of them are ten times as large as the others, and would
leave these no steps: each column j is divided by s_j and the weights that meet it multiplied by it,

    s_j = max|X_j| ** ALPHA / max|W_j| ** (1 - ALPHA)

(Xiao et al. 2023, "SmoothQuant"). The columns' greatest values are taken over SQuAD's training articles,
of each a paragraph, a question, an answer and the title, for short texts have outliers of their own. Each
row of the word embeddings has a scale of its own.
"""

import gzip
import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from index.embedding import MiniLM, bundled_folder
from index.models import check_sha256

ALPHA = 0.85
ORIGINAL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LONGEST = MiniLM.max_tokens + 2


class Smoothed(nn.Module):
    """A linear layer that knows the greatest values of its input's columns, and evens them out with its weights."""

    def __init__(self, *layers: Any) -> None:
        super().__init__()
        self.weight = torch.cat([layer.weight.detach() for layer in layers]).T.contiguous()
        self.bias = torch.cat([layer.bias.detach() for layer in layers])
        self.peaks = torch.full([self.weight.shape[0]], 1e-5)
        self.even = torch.ones(self.weight.shape[0])
        self.watching = True

    def forward(self, x: Tensor) -> Tensor:
        if self.watching:
            self.peaks = torch.maximum(self.peaks, x.abs().amax((0, 1)))
        return (x * self.even) @ self.weight + self.bias

    def smooth(self) -> None:
        """Divide the columns of what comes in, and multiply the weights that meet them."""
        scales = self.peaks**ALPHA / self.weight.abs().amax(1).clamp(min=1e-5) ** (1 - ALPHA)
        self.even, self.weight, self.watching = 1 / scales, self.weight * scales[:, None], False


class Layer(nn.Module):
    """A layer of BERT for one text, nothing padded."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        attention = layer.attention.self
        self.heads, self.width = attention.num_attention_heads, attention.attention_head_size
        self.asked = Smoothed(attention.query, attention.key, attention.value)
        self.out, self.after_attention = Smoothed(layer.attention.output.dense), layer.attention.output.LayerNorm
        self.up, self.down = Smoothed(layer.intermediate.dense), Smoothed(layer.output.dense)
        self.after = layer.output.LayerNorm

    def forward(self, x: Tensor) -> Tensor:
        length = x.shape[1]
        asked = self.asked(x).view(1, length, 3, self.heads, self.width)
        query, key, value = asked.permute(2, 0, 3, 1, 4)
        weights = torch.softmax(query @ key.transpose(-1, -2) * self.width**-0.5, -1)
        attended = (weights @ value).transpose(1, 2).reshape(1, length, self.heads * self.width)
        x = self.after_attention(x + self.out(attended))
        normed: Tensor = self.after(x + self.down(functional.gelu(self.up(x))))
        return normed


class Encoder(nn.Module):
    """Token ids of shape (1, length) → a vector of shape (1, dimensions): mean pooling and unit length."""

    def __init__(self, bert: Any) -> None:
        super().__init__()
        embeddings = bert.embeddings
        words = embeddings.word_embeddings.weight.detach()
        self.scales = words.abs().amax(1, keepdim=True) / 127
        self.words = torch.round(words / self.scales).to(torch.int8)
        places = embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]
        self.places = places.detach()[:LONGEST].clone()
        self.norm = embeddings.LayerNorm
        self.layers = nn.ModuleList(Layer(layer) for layer in bert.encoder.layer)

    def forward(self, ids: Tensor) -> Tensor:
        x = self.norm(self.words[ids].float() * self.scales[ids] + self.places[: ids.shape[1]])
        for layer in self.layers:
            x = layer(x)
        return functional.normalize(x.mean(1), dim=1)


def make_encoder(texts: list[str]) -> Encoder:
    """The original weights, their columns evened out by what these texts give."""
    from transformers import BertModel

    check_sha256(bundled_folder() / "model.safetensors", ORIGINAL_SHA256)
    bert = BertModel.from_pretrained(bundled_folder(), add_pooling_layer=False, local_files_only=True)
    encoder = Encoder(bert).eval()
    encode = MiniLM().ids
    with torch.inference_mode():
        for text in texts:
            encoder(torch.tensor([encode(text)]))
    for module in encoder.modules():
        if isinstance(module, Smoothed):
            module.smooth()
    return encoder


def calibration_texts(data: Path) -> list[str]:
    """Of each of SQuAD's training articles the title, the first paragraph and its first question and answer."""
    with gzip.open(data / "squad" / "squad1-train.json.gz", "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    texts = []
    for article in articles:
        first = article["paragraphs"][0]
        asked = first["qas"][0]
        texts += [article["title"].replace("_", " "), first["context"], asked["question"], asked["answers"][0]["text"]]
    return texts


def export(encoder: Encoder, folder: Path) -> None:
    """Write embedder.onnx and SHA256."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the import: see index/embedding.py
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    length = torch.export.Dim("length", min=3, max=LONGEST)
    with tempfile.TemporaryDirectory() as name:
        full = Path(name, "full.onnx")
        torch.onnx.export(
            encoder,
            (torch.ones(1, 16, dtype=torch.long),),
            full,
            input_names=["ids"],
            output_names=["vector"],
            dynamic_shapes={"ids": {1: length}},
            dynamo=True,
            external_data=False,
        )
        model = onnx.load(full)
        for node in model.graph.node:
            del node.metadata_props[:]  # the places of this code on the machine that made it
        onnx.save(model, full)
        folder.mkdir(parents=True, exist_ok=True)
        made = folder / "embedder.onnx"
        constants = {"MatMulConstBOnly": True}
        quantize_dynamic(
            full,
            made,
            op_types_to_quantize=["MatMul"],
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options=constants,
        )
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    (folder / "SHA256").write_text(f"{digest}  embedder.onnx\n", "ascii")
    print(f"{made.stat().st_size / 2**20:.1f} MiB, SHA-256 {digest}")


if __name__ == "__main__":
    export(make_encoder(calibration_texts(Path(sys.argv[1]))), Path(sys.argv[2]))

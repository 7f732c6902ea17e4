"""Tiny encoders with random weights, one a template of pairs: MPNet's without token types, BERT's with them."""

import json
import shutil

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

from index.embedding import bundled_folder

VOCABULARY = 30522
SIZES = {
    "vocab_size": VOCABULARY,
    "hidden_size": 16,
    "num_hidden_layers": 3,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 514,
}


@pytest.fixture(scope="session", params=["mpnet", "bert"])
def base(request, tmp_path_factory):
    """The folder of an encoder's weights and its tokenizer."""
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp(request.param)
    bundled = bundled_folder() / "tokenizer.json"
    if request.param == "bert":
        BertModel(BertConfig(**SIZES), add_pooling_layer=False).save_pretrained(folder)
        shutil.copyfile(bundled, folder / "tokenizer.json")
        return folder
    MPNetModel(MPNetConfig(**SIZES), add_pooling_layer=False).save_pretrained(folder)
    known = json.loads(bundled.read_text("utf-8"))
    ids = known["model"]["vocab"]
    ends = {"sep": ["[SEP]", ids["[SEP]"]], "cls": ["[CLS]", ids["[CLS]"]]}
    known["post_processor"] = {"type": "RobertaProcessing", **ends, "trim_offsets": True, "add_prefix_space": False}
    (folder / "tokenizer.json").write_text(json.dumps(known), "utf-8")
    return folder


@pytest.fixture(scope="session")
def tokenizer(base) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer

"""int8 in onnxruntime against bf16 in torch: how long 20 chunks take.

    python docs/experiments/reader_engines.py FOLDER/model

FOLDER/model holds the reader's weights as training/reader.py left them.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertForQuestionAnswering

from index import Hit
from index.embedding import bundled_folder
from qa.span_reader import load_reader, special_ids
from training.speed import QUESTION, chunks, milliseconds


def timed(name: str, read: Callable[[], object]) -> None:
    low, median, high = np.percentile(milliseconds(read), [25, 50, 75])
    print(f"{name:36} {median:6.0f} ms ({low:.0f} to {high:.0f}, the middle half)")


def main() -> None:
    hits = [Hit(each, 0.0, None, None) for each in chunks(None)]
    timed("onnxruntime, int8, one by one", lambda: load_reader().read(QUESTION, hits))
    tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    cls, sep = special_ids(tokenizer)
    asked = [cls, *tokenizer.encode(QUESTION, add_special_tokens=False).ids, sep]
    rows = [[*asked, *tokenizer.encode(hit.chunk.text, add_special_tokens=False).ids, sep] for hit in hits]
    for kind in (torch.float32, torch.bfloat16):
        model = BertForQuestionAnswering.from_pretrained(Path(sys.argv[1]), attn_implementation="sdpa").eval().to(kind)

        def read(batch: list[list[int]], model: BertForQuestionAnswering = model) -> None:
            ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(row) for row in batch], batch_first=True)
            types = torch.ones_like(ids)
            types[:, : len(asked)] = 0
            with torch.inference_mode():
                model(input_ids=ids, attention_mask=(ids > 0).long(), token_type_ids=types)

        timed(f"torch, {kind}, one by one", lambda read=read: [read([row]) for row in rows])
        timed(f"torch, {kind}, one batch", lambda read=read: read(rows))


if __name__ == "__main__":
    main()

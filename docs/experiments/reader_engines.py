"""int8 in onnxruntime against bf16 and float32 in torch: how long 20 chunks take.

    python docs/experiments/reader_engines.py FOLDER/model

FOLDER/model holds the reader's weights as training/reader.py left them.
"""

import sys
from pathlib import Path

import numpy as np

from index import Hit
from qa.encoder import TOKENIZER
from qa.reader import Reader, load_reader
from training.speed import QUESTION, chunks, milliseconds
from training.torch_encoder import TorchEncoder


def main(folder: Path) -> None:
    hits = [Hit(each, 0.0, None, None) for each in chunks(None)]
    readers = {"onnxruntime, int8, one by one": load_reader()}
    for name, full in (("torch, bf16, one batch", False), ("torch, float32, one batch", True)):
        readers[name] = Reader(folder / TOKENIZER, TorchEncoder(folder, full=full))
    for name, reader in readers.items():
        taken = milliseconds(lambda reader=reader: reader.read(QUESTION, hits))
        low, median, high = np.percentile(taken, [25, 50, 75])
        print(f"{name:36} {median:6.0f} ms ({low:.0f} to {high:.0f}, the middle half)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""A checkpoint of a run that still goes on → the folder that the run will leave at its end.

    python -m training.checkpoint RUN/checkpoint.pt --base FOLDER --out FOLDER

Copy the checkpoint first: the run replaces it every few minutes.
"""

import argparse
import shutil
from pathlib import Path

import torch

from training.model import ReaderModel


def unpack(checkpoint: Path, base: Path, out: Path) -> None:
    """Write the checkpoint's weights, and the tokenizer of the encoder that they were made from."""
    state = torch.load(checkpoint, map_location="cpu", mmap=True)
    model = ReaderModel(base)
    model.load_state_dict(state["model"])
    model.save(out)
    shutil.copyfile(base / "tokenizer.json", out / "tokenizer.json")
    print(f"step {state['step']}, {state['rows']} examples")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--base", type=Path, required=True, help="the folder that the run was started with")
    parser.add_argument("--out", type=Path, required=True)
    unpack(**vars(parser.parse_args()))

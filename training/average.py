"""The mean of several runs' weights, each of which started from the same ones.

    python -m training.average FIRST/model SECOND/model … OUT/model

Averaged weights are often better than any of them (Wortsman et al. 2022, "Model soups"): the runs lie
in one basin, and their mean nearer to its middle.
"""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from training.model import ReaderModel


def average(folders: Sequence[Path], out: Path) -> None:
    """Write the mean of every weight; what is no number with a fraction is the last one's."""
    models = [ReaderModel(folder) for folder in folders]
    weights = [model.state_dict() for model in models]
    mean = {
        name: torch.stack([each[name] for each in weights]).mean(0) if torch.is_floating_point(last) else last
        for name, last in weights[-1].items()
    }
    models[-1].load_state_dict(mean)
    models[-1].save(out)
    shutil.copyfile(folders[-1] / "tokenizer.json", out / "tokenizer.json")


if __name__ == "__main__":
    *folders, out = map(Path, sys.argv[1:])
    average(folders, out)

"""The mean of two runs' weights, one of which started from the other.

    python -m training.average FIRST/model SECOND/model OUT/model

Averaged weights are often better than either (Wortsman et al. 2022, "Model soups"): the runs lie in
one basin, and their mean nearer to its middle.
"""

import sys
from pathlib import Path

import torch
from transformers import BertForQuestionAnswering


def average(first: Path, second: Path, out: Path) -> None:
    """Write the mean of every weight; what is no number with a fraction is the second's."""
    one, model = (BertForQuestionAnswering.from_pretrained(path, local_files_only=True) for path in (first, second))
    weights = one.state_dict()
    mean = {
        name: (weights[name] + weight) / 2 if torch.is_floating_point(weight) else weight
        for name, weight in model.state_dict().items()
    }
    model.load_state_dict(mean)
    model.save_pretrained(out)


if __name__ == "__main__":
    average(*map(Path, sys.argv[1:4]))

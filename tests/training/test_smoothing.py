import torch
from torch import nn

from training.smoothing import Evened, smooth


class Pair(nn.Module):
    """Two layers that read the same input, and one that reads what they give."""

    def __init__(self) -> None:
        super().__init__()
        self.left, self.right, self.last = nn.Linear(8, 8), nn.Linear(8, 8), nn.Linear(8, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.last(self.left(x) * self.right(x))


def quantised(x: torch.Tensor) -> torch.Tensor:
    """In 8 bits, one scale for all."""
    step = x.abs().max() / 127
    return torch.round(x / step) * step


def test_the_model_says_the_same_and_its_inputs_columns_are_of_like_size():
    torch.manual_seed(0)
    model, x = Pair(), torch.randn(1, 50, 8)
    x[..., 3] *= 100
    before = model(x)
    smooth(model, lambda: model(x))
    assert torch.allclose(model(x), before, rtol=1e-4, atol=1e-4)
    evened = (x * model.left.even).abs().amax((0, 1))
    assert evened.max() / evened.min() < 4


def test_an_outlier_leaves_the_other_columns_their_steps():
    torch.manual_seed(0)
    model, x = Pair(), torch.randn(1, 50, 8)
    x[..., 3] *= 100
    others = [at for at in range(8) if at != 3]
    lost = (quantised(x) - x)[..., others].pow(2).mean()
    smooth(model, lambda: model(x))
    kept = (quantised(x * model.left.even) / model.left.even - x)[..., others].pow(2).mean()
    assert kept < lost / 20


def test_layers_that_read_the_same_input_share_its_scales():
    torch.manual_seed(0)
    model, x = Pair(), torch.randn(1, 50, 8)
    smooth(model, lambda: model(x))
    assert isinstance(model.left, Evened)
    assert torch.equal(model.left.even, model.right.even)
    assert not torch.equal(model.left.even, model.last.even)

"""Linear layers whose input has columns of like size, so that int8 has steps for all of them.

Weights are quantised with one scale a channel, activations with one scale a tensor, as they come. A few
columns of those are ten times as large as the others, and would leave these no steps: each column j
is divided by s_j and the weights that meet it multiplied by it,

    s_j = max|X_j| ** ALPHA / max|W_j| ** (1 - ALPHA)

(Xiao et al. 2023, "SmoothQuant"). Layers that read the same input share its scales.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

ALPHA = 0.85
SMALLEST = 1e-5


class Evened(nn.Linear):
    """A linear layer that multiplies its input's columns by `even`, of shape (inputs)."""

    even: Tensor

    def __init__(self, layer: nn.Linear, scales: Tensor) -> None:
        super().__init__(layer.in_features, layer.out_features)
        self.weight, self.bias = nn.Parameter(layer.weight.detach() * scales), layer.bias
        self.register_buffer("even", 1 / scales)

    def forward(self, x: Tensor) -> Tensor:
        """As the layer that it was made of, to within rounding."""
        return functional.linear(x * self.even, self.weight, self.bias)


def smooth(model: nn.Module, run: Callable[[], object], alpha: float = ALPHA) -> None:
    """Put `Evened` in the place of the linear layers in a model, by the inputs that they have while `run` runs."""
    layers = {name: layer for name, layer in model.named_modules() if isinstance(layer, nn.Linear)}
    peaks = {name: torch.full([layer.in_features], SMALLEST) for name, layer in layers.items()}

    def watching(name: str) -> Callable[[nn.Module, tuple[Tensor]], None]:
        def watch(_: nn.Module, inputs: tuple[Tensor]) -> None:
            peaks[name] = torch.maximum(peaks[name], inputs[0].abs().flatten(0, -2).amax(0))

        return watch

    hooks = [layer.register_forward_pre_hook(watching(name)) for name, layer in layers.items()]
    with torch.inference_mode():
        run()
    for hook in hooks:
        hook.remove()
    alike: dict[bytes, list[str]] = {}
    for name, peak in peaks.items():  # what has seen the same values reads the same input
        alike.setdefault(peak.numpy().tobytes(), []).append(name)
    for names in alike.values():
        largest = torch.stack([layers[name].weight.detach().abs().amax(0) for name in names]).amax(0)
        scales = peaks[names[0]] ** alpha / largest.clamp(min=SMALLEST) ** (1 - alpha)
        for name in names:
            model.set_submodule(name, Evened(layers[name], scales))

"""Weights as the training leaves them, read by torch: what a run has learnt so far, without exporting it."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from qa.encoder import Logits, Window
from training.model import ReaderModel, device

BATCH = 24


class TorchEncoder:
    """Reads windows of like length together, in bf16 unless told or where the processor knows it not."""

    def __init__(self, folder: Path, *, full: bool = False) -> None:
        self._model = ReaderModel(folder).to(device()).eval()
        self._half = not full and (device().type == "cuda" or torch.cpu._is_avx512_bf16_supported())

    @torch.inference_mode()
    def logits(self, windows: Sequence[Window]) -> list[Logits]:
        order = sorted(range(len(windows)), key=lambda at: len(windows[at].ids))
        found: dict[int, Logits] = {}
        for first in range(0, len(order), BATCH):
            places = order[first : first + BATCH]
            found.update(zip(places, self._batch([windows[at] for at in places]), strict=True))
        return [found[at] for at in range(len(windows))]

    def _batch(self, windows: Sequence[Window]) -> list[Logits]:
        ids, types, mask = (
            _padded(rows)
            for rows in ([w.ids for w in windows], [w.types for w in windows], [[1] * len(w.ids) for w in windows])
        )
        with torch.autocast(device().type, dtype=torch.bfloat16, enabled=self._half):
            out = self._model(ids, mask, types)
        start, end, evidence, stance = (
            each.float().cpu().numpy() for each in (out.start, out.end, out.evidence, out.stance)
        )
        return [
            Logits(start[row, :length], end[row, :length], evidence[row, :length], stance[row])
            for row, length in enumerate(len(window.ids) for window in windows)
        ]


def _padded(rows: Sequence[Sequence[int]]) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([[*row, *[0] * (width - len(row))] for row in rows], device=device())

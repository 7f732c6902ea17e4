"""A picture of a page → its lines, by RapidOCR, whose models come with its package. Optional: quoted[ocr].

Reads Latin and Chinese print; handwriting badly. The only file that imports rapidocr.
"""

from functools import cache
from importlib.util import find_spec
from typing import Any

from index.loaders.pdf_lines import Line, Word

_SCALE = 2.0
"""Pixels a point: 144 dots an inch, at which print of 8 points is read well."""

_MOST_PIXELS = 2800
_LEAST_SCORE = 0.5


def is_installed() -> bool:
    """Whether scanned pages can be read."""
    return find_spec("rapidocr") is not None


def recognised_lines(page: Any) -> list[Line]:
    """The lines of a pdfium page, from top to bottom; nothing where none is recognised."""
    width, height = page.get_size()
    scale = min(_SCALE, _MOST_PIXELS / max(width, height, 1))
    image = page.render(scale=scale, grayscale=True).to_numpy()
    found = _engine()(image)
    if found.boxes is None:
        return []
    words = [
        _word(text, box, scale)
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        if score >= _LEAST_SCORE and text.strip()
    ]
    return _lines(words)


def _word(text: str, box: Any, scale: float) -> Word:
    """A piece of a line as it was recognised; its box in pixels from the top becomes points from below."""
    left, right = float(min(box[:, 0])) / scale, float(max(box[:, 0])) / scale
    top, bottom = -float(min(box[:, 1])) / scale, -float(max(box[:, 1])) / scale
    size = max(top - bottom, 1.0)
    return Word(text.strip(), left, right, bottom + size / 5, size)


def _lines(words: list[Word]) -> list[Line]:
    """Pieces side by side as cells of one line."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.baseline):
        if lines and abs(lines[-1][0].baseline - word.baseline) < 0.5 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(tuple((word,) for word in sorted(line, key=lambda word: word.left))) for line in lines]


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    threads = "EngineConfig.onnxruntime.intra_op_num_threads"
    return RapidOCR(params={"Global.log_level": "critical", threads: 1})

"""How probably right an answer has to be, for at most a share α of all questions to get a wrong one.

Conformal risk control (Angelopoulos, Bates, Fisch, Lei and Schuster 2022). The loss of a question is 1
where it gets an answer that is not right, else 0; a higher threshold λ can only lower it. Over n
questions with known answers, whose mean loss at λ is R_n(λ),

    λ̂ = inf { λ : n / (n + 1) · R_n(λ) + 1 / (n + 1) <= α },

and where answers are given whose confidence is greater than λ̂, the expected loss of the next question
is at most α, if it is exchangeable with those n. That is a share of all questions asked, in
expectation over samples and questions; it is not the share of wrong ones among the answers given.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.datatypes import SettingsError
from qa.calibration import Calibration, load_calibration

SHIPPED = Path(__file__).parent / "calibration_sample.json"
_REMEDY = "Make one: python -m eval calibrate --help."


@dataclass(frozen=True, slots=True)
class Scored:
    """How sure the answer to a question was, and whether it was right; where nothing was found, 0 and False."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions with known answers, and in words which they are."""

    about: str
    scored: tuple[Scored, ...]


class _File(BaseModel):
    """A sample as it is written; `curve` is the calibration that its confidences are from."""

    model_config = ConfigDict(extra="forbid", strict=True)

    command: str
    about: str
    curve: tuple[float, float, float, float]
    scored: list[tuple[Annotated[float, Field(ge=0, le=1)], bool]]


def threshold(scored: Iterable[Scored], max_error: float) -> float:
    """The least confidence at which an answer may be given, λ̂ and the smallest step more; above 1 is silence.

    The condition says how many may be wrong, ⌊α (n + 1)⌋ - 1, so λ̂ is the confidence of the first
    wrong one too many, and answers tied with it are not given. An answer of confidence 0 never is.
    """
    everything = list(scored)
    wrong = sorted((each.confidence for each in everything if not each.right), reverse=True)
    # As a fraction, for in floats 0.29 * 100 is less than 29.
    allowed = math.floor(Fraction(str(max_error)) * (len(everything) + 1)) - 1
    if allowed < 0:
        return math.inf
    return math.nextafter(wrong[allowed] if allowed < len(wrong) else 0.0, math.inf)


def coverage(scored: Sequence[Scored], least: float) -> float:
    """The share of the questions that get an answer; 0 where there are none."""
    return sum(each.confidence >= least for each in scored) / len(scored) if scored else 0.0


def guarantee(max_error: float, sample: Sample) -> str:
    """In plain words: what is guaranteed, for which questions, and when not."""
    share, count = f"{100 * max_error:g} %", f"{len(sample.scored):,}"
    if threshold(sample.scored, max_error) > 1:
        return (
            f"No question gets an answer: by the {count} questions that this was calibrated on ({sample.about}), "
            f"no likelihood is high enough to keep wrong answers to {share} of all questions."
        )
    return (
        f"Of all questions asked, at most {share} in expectation get a wrong answer, as long as they are like the "
        f"{count} that this was calibrated on ({sample.about}). Nothing is guaranteed for other documents or other "
        "kinds of questions, nor how many of the answers given are wrong."
    )


def load_scored(path: str | Path = SHIPPED) -> Sample:
    """The sample of a file. Raises SettingsError where it is none, or of another reader's confidences."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read as a calibration ({error.strerror}). {_REMEDY}") from error
    try:
        curve, sample = _parsed(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole file"
        raise SettingsError(f"{path} is no calibration: {where}: {first['msg']}. {_REMEDY}") from error
    if curve != load_calibration():
        raise SettingsError(f"{path} is from another reader or another curve than this one. {_REMEDY}")
    return sample


@lru_cache(maxsize=8)
def _parsed(data: bytes) -> tuple[Calibration, Sample]:
    file = _File.model_validate_json(data)
    return Calibration(*file.curve), Sample(file.about, tuple(Scored(*row) for row in file.scored))


def write_scored(path: Path, sample: Sample, *, command: str, curve: Calibration | None = None) -> None:
    """Write a sample, whose confidences are from `curve`, the shipped one unless told; the surest first."""
    rows = sorted(map(astuple, sample.scored), reverse=True)
    file = _File(command=command, about=sample.about, curve=astuple(curve or load_calibration()), scored=rows)
    path.write_text(file.model_dump_json() + "\n", "utf-8")

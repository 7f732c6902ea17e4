"""Score anyone's answers: is each sentence supported by the passages that it cites?

    python -m eval ground FILE [--least P]

FILE has a JSON object a line: {"answer": "It opened in 1998 [1].", "passages": ["…", …]}, or "claim" and
"evidence" for one statement and one text; "question" where there was one. Each sentence's verdict is
printed as JSON. Where a line has "label" ("supported", or anything else for what is not), the figures of
telling one from the other come after them, with 95 % bootstrap intervals; an answer counts as supported
where every sentence is.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import AliasChoices, BaseModel, Field, field_validator

from eval.importers.reading import read_lines
from eval.report.tables import shown
from eval.run.exits import exit_code
from eval.statistics.bootstrap import Figure, Values, figure, quotient, ratio
from qa import grounding


class Line(BaseModel):
    """An answer, the passages it cites, and whether they support it where that is known."""

    answer: str = Field(validation_alias=AliasChoices("answer", "statement", "claim"))
    passages: list[str] = Field(validation_alias=AliasChoices("passages", "evidence"))
    question: str = ""
    label: str | None = None

    @field_validator("passages", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Grounded:
    """A line with the verdicts on its sentences."""

    line: Line
    verdicts: tuple[grounding.Verdict, ...]

    @property
    def supported(self) -> bool:
        """Whether every sentence is, of which there is at least one."""
        return bool(self.verdicts) and all(verdict.quotes for verdict in self.verdicts)


def measures(found: Sequence[Grounded]) -> dict[str, Figure]:
    """How well supported lines are told from the others, of those whose label is known."""
    labelled = [each for each in found if each.line.label is not None]
    yes = np.array([each.line.label == "supported" for each in labelled], float)
    said = np.array([each.supported for each in labelled], float)

    def balanced(weights: Values) -> Values:
        recall = quotient(weights @ (yes * said), weights @ yes)
        return (recall + quotient(weights @ ((1 - yes) * (1 - said)), weights @ (1 - yes))) / 2

    return {
        "precision": ratio(list(yes * said), list(said)),
        "recall": ratio(list(yes * said), list(yes)),
        "balanced accuracy": figure(balanced, np.ones(len(labelled), bool)),
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval ground", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("file", type=Path, metavar="FILE", help='JSON lines: {"answer": …, "passages": […]}')
    parser.add_argument(
        "--least",
        type=float,
        default=grounding.SUPPORTED,
        metavar="P",
        help=f"supported from this probability on ({grounding.SUPPORTED})",
    )
    options = parser.parse_args(arguments)
    return exit_code(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    found = []
    for line in read_lines(options.file, Line):
        found.append(Grounded(line, tuple(_ground(line, options.least))))
        told = {"label": line.label, "sentences": [_told(each) for each in found[-1].verdicts]}
        sys.stdout.write(f"{json.dumps(told, ensure_ascii=False)}\n")
    sentences = [float(bool(verdict.quotes)) for each in found for verdict in each.verdicts]
    sys.stderr.write(f"{sum(sentences):.0f} of {len(sentences)} sentences are supported.\n")
    for name, value in measures(found).items():
        sys.stderr.write(f"{name:18} {shown(value)}\n")
    return 0


def _ground(line: Line, least: float) -> Iterator[grounding.Verdict]:
    return grounding.ground(line.answer, line.passages, question=line.question, least=least)


def _told(verdict: grounding.Verdict) -> dict[str, object]:
    """A verdict as it is printed."""
    quotes = [
        {"passage": int(quote.chunk.source), "start": quote.start, "end": quote.end, "quote": quote.words}
        for quote in verdict.quotes
    ]
    return {"text": verdict.text, "supported": verdict.supported, "reason": verdict.reason, "quotes": quotes}

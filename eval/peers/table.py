"""Runs of several pipelines over the same questions → one table: Markdown to read, JSON to compare with."""

import dataclasses
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.peers.measure import FIRST, PeerOutcome, PeerRun
from eval.peers.pipelines import EXTRA, Pipeline
from eval.questions.dataset import QuestionSet
from eval.report.tables import UNDEFINED
from eval.statistics.bootstrap import LEVEL, RESAMPLES, SEED, Figure, mean, percentile

SCHEMA_VERSION = 1
_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Side:
    """A pipeline, the version of its package, and its run, which is empty where it is not installed."""

    pipeline: Pipeline
    version: str | None
    run: PeerRun

    @property
    def state(self) -> Literal["measured", "failed", "not installed"]:
        """Whether there are figures, and where not, whether there could be."""
        if self.version is None:
            return "not installed"
        return "failed" if self.run.error else "measured"


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of all outcomes, and how the table calls and writes it."""

    label: str
    figure: Callable[[Sequence[PeerOutcome]], Figure]
    digits: int = 2


def _mean(of: Callable[[PeerOutcome], float | None]) -> Callable[[Sequence[PeerOutcome]], Figure]:
    """The mean over the outcomes that define it."""
    return lambda outcomes: mean([of(one) for one in outcomes], [one.cluster for one in outcomes])


def _percentile(rank: float, of: Callable[[PeerOutcome], float | None]) -> Callable[[Sequence[PeerOutcome]], Figure]:
    """A percentile over the outcomes that define it."""

    def figure(outcomes: Sequence[PeerOutcome]) -> Figure:
        known = [(value, one.cluster) for one in outcomes if (value := of(one)) is not None]
        return percentile([value for value, _ in known], rank, [cluster for _, cluster in known])

    return figure


MEASURES = {
    "in_answer": Measure("evidence in the answer", _mean(lambda one: one.in_answer)),
    "in_first": Measure(f"evidence in the first {FIRST} passages", _mean(lambda one: one.in_first)),
    "silent": Measure("silent where there is no answer", _mean(lambda one: None if one.answerable else one.silent)),
    "words_p50": Measure("words of an answer, median", _percentile(50, lambda one: one.words), 0),
    "passages_p50": Measure("passages a question, median", _percentile(50, lambda one: one.passages), 0),
    "seconds_p50": Measure("seconds a question, median", _percentile(50, lambda one: one.seconds), 3),
    "seconds_p95": Measure("seconds a question, 95th percentile", _percentile(95, lambda one: one.seconds), 3),
}


def to_json(questions: QuestionSet, sides: Sequence[Side]) -> str:
    """Every figure, and a row of numbers for every question; questions are named by their ids alone."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "questions_file": questions.name,
        "questions_sha256": questions.sha256,
        "interval": {"method": "percentile bootstrap", "level": LEVEL, "resamples": RESAMPLES, "seed": SEED},
        "pipelines": [_json(side) for side in sides],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _json(side: Side) -> dict[str, Any]:
    return {
        "name": side.pipeline.name,
        "package": side.pipeline.package,
        "version": side.version,
        "state": side.state,
        "error": side.run.error or None,
        "index_seconds": side.run.index_seconds,
        "peak_bytes": side.run.peak_bytes,
        "figures": {name: dataclasses.asdict(measure.figure(side.run.outcomes)) for name, measure in MEASURES.items()},
        "rows": [_row(outcome) for outcome in side.run.outcomes],
    }


def _row(outcome: PeerOutcome) -> dict[str, Any]:
    row = dataclasses.asdict(outcome)
    if outcome.split == "test":  # a message may quote the question
        row["error"] = outcome.error.partition(":")[0]
    return row


def to_markdown(questions: QuestionSet, sides: Sequence[Side]) -> str:
    """One table, a column a pipeline, and what its rows mean."""
    rows = [
        ["", *(f"{side.pipeline.name} {side.version or ''}".rstrip() for side in sides)],
        ["---" for _ in range(len(sides) + 1)],
        ["state", *map(_state, sides)],
        ["questions", *(str(len(side.run.outcomes)) for side in sides)],
        ["unscored", *(str(side.run.unscored) for side in sides)],
        *(
            [one.label, *(_shown(one.figure(side.run.outcomes), one.digits) for side in sides)]
            for one in MEASURES.values()
        ),
        ["seconds to index", *(_number(side.run.index_seconds, 1) for side in sides)],
        ["peak memory, MiB", *(_number(side.run.peak_bytes, 0, _MIB) for side in sides)],
    ]
    return "\n".join([f"# {questions.name}, side by side", "", *map(_line, rows), "", _NOTES, ""])


_NOTES = f"""\
All run with their defaults, the same embedding model and no LLM, each in a process of its own. A stock pipeline's \
answer is its first passage, and it gives no more passages than its default; Quoted's answer is the quotes that it \
cites, its passages are the chunks that it read. Evidence counts where one quote or passage holds it whole, so read \
it beside the words of an answer. A follow-up question comes without its conversation to all but Quoted, which alone \
takes one. Seconds to index run from a process that has loaded nothing; seconds a question leave the first call out.

In brackets the {LEVEL:.0%} bootstrap interval ({RESAMPLES} resamples); {UNDEFINED} is undefined, and unscored \
questions count in no figure. Seconds to index and peak memory are of one run."""


def _state(side: Side) -> str:
    if side.version is None:
        return f"not installed: pip install --editable '.[{EXTRA}]'"
    return f"{side.state}: {side.run.error}" if side.run.error else side.state


def _shown(figure: Figure, digits: int) -> str:
    interval = f" ({_number(figure.low, digits)} to {_number(figure.high, digits)})"
    return _number(figure.value, digits) + ("" if figure.low is None else interval)


def _number(value: float | None, digits: int, unit: int = 1) -> str:
    return UNDEFINED if value is None else f"{value / unit:.{digits}f}"


def _line(cells: Sequence[str]) -> str:
    """A line of a Markdown table; whatever a message holds, a cell stays one cell."""
    return "| " + " | ".join(" ".join(cell.split()).replace("|", r"\|") for cell in cells) + " |"

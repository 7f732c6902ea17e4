"""What a run asks, in parts: each is a set of questions over documents, and so over an index, of its own."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.importers.suites import Suite
from eval.importers.writing import Choice, Prepared
from eval.questions.dataset import QuestionSet, load_questions
from eval.questions.schema import Split
from eval.run.runner import Result, evaluate
from qa import Settings


@dataclass(frozen=True, slots=True)
class Part:
    """Questions, the documents they are about, and the file that keeps their answers until the run is done.

    `left_out` counts the questions whose evidence the documents do not hold, and that are not asked.
    """

    questions: QuestionSet
    sources: str | Path | None
    settings: Settings
    kept: Path
    left_out: int = 0

    def only(self, split: Split) -> "Part":
        """The part with the questions of one split."""
        return replace(self, questions=self.questions.only(split))


def suite_parts(suite: Suite, data: Path, out: Path, choice: Choice, settings: Settings) -> list[Part]:
    """The parts of a suite, prepared from `data` below `out`: a folder for every choice, for they cannot share one."""
    choice_hash = hashlib.sha256(f"{data.resolve()} {choice}".encode()).hexdigest()[:8]
    return [_part(prepared, settings) for prepared in suite.prepare(data, out / f"data-{choice_hash}", choice)]


def _part(prepared: Prepared, settings: Settings) -> Part:
    """The index lies with the questions: a suite may have hundreds of parts."""
    folder = prepared.questions.parent
    index_dir = settings.index_dir / folder.name if settings.index_dir else folder / "index"
    questions = load_questions(prepared.questions, prepared.sources)
    settings = replace(settings, index_dir=index_dir)
    return Part(questions, prepared.sources, settings, folder / "results.jsonl", prepared.left_out)


def whole(parts: Sequence[Part], name: str) -> QuestionSet:
    """The questions of all parts as one set."""
    digests = [part.questions.sha256 for part in parts]
    digest = digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()
    return QuestionSet(name, digest, tuple(question for part in parts for question in part.questions.questions))


def evaluate_parts(parts: Sequence[Part]) -> Iterator[Result]:
    """The results of all parts, one part after the other."""
    for part in parts:
        yield from evaluate(part.questions, sources=part.sources, settings=part.settings, kept=part.kept)

"""A run as it goes: a bar with what is left of it where a person watches, else a line a question."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from tqdm import tqdm

from eval.run.runner import Result


def shown(results: Iterable[Result], total: int, *, to: TextIO, show_test: bool = False) -> Iterator[Result]:
    """The results, each shown as it comes; of those of the test split only that they were asked, unless `show_test`."""
    bar = tqdm(results, total=total, unit="question", file=to, disable=not to.isatty(), dynamic_ncols=True)
    for number, result in enumerate(bar, start=1):
        line = _line(result) if show_test or result.question.split == "dev" else "test"
        if bar.disable:
            print(f"{number}/{total} {line}", file=to)
        elif result.scores is None:
            bar.write(line, file=to)
        yield result


def _line(result: Result) -> str:
    if result.scores is None:
        return f"{result.question.id}: unscored ({result.error})"
    return f"{result.question.id}: {result.scores.verdict}, {result.scores.seconds:.2f} s"

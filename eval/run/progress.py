"""The progress of a run: a bar on a terminal, else a line a question."""

import sys
from collections.abc import Iterable, Iterator

from tqdm import tqdm

from eval.run.runner import Result


def shown(results: Iterable[Result], total: int, *, show_test: bool = False) -> Iterator[Result]:
    """The results, each shown as it comes; of test questions only that they were asked, unless `show_test`."""
    bar = tqdm(results, total=total, unit="question", disable=not sys.stderr.isatty(), dynamic_ncols=True)
    for number, result in enumerate(bar, start=1):
        line = _line(result) if result.shown(show_test) else "test question"
        if bar.disable:
            print(f"{number}/{total} {line}", file=sys.stderr)
        elif result.scores is None:
            bar.write(line, file=sys.stderr)
        yield result


def _line(result: Result) -> str:
    if result.scores is None:
        return f"{result.question.id}: unscored ({result.error})"
    return f"{result.question.id}: {result.verdict}, {result.scores.seconds:.2f} s"

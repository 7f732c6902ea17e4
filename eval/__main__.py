"""python -m eval: ask every question of a set, and report how good the answers are.

Exits 0 where every question was scored, 1 where some could not be, 2 where the run could not start.
"""

import argparse
import sys
from pathlib import Path

from eval.dataset import SEEDS_QUESTIONS, load_questions
from eval.report import make_report, to_markdown, write_report
from eval.runner import Result, evaluate
from index import QuotedError
from qa import Settings


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval", description="Measure the answers on a set of questions.")
    parser.add_argument("--questions", default=SEEDS_QUESTIONS, metavar="FILE", help="the questions, one JSON a line")
    parser.add_argument("--sources", metavar="PATH", help="the documents (the shipped ones, unless told)")
    parser.add_argument("--out", default="reports", type=Path, metavar="FOLDER", help="where the report goes (reports)")
    parser.add_argument("--split", default="all", choices=["dev", "held", "all"], help="which questions to ask (all)")
    parser.add_argument("--settings", metavar="FILE", help="a TOML file of settings")
    parser.add_argument("--show-held", action="store_true", help="also show the held questions one by one")
    try:
        return _run(parser.parse_args(arguments))
    except (QuotedError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    settings = Settings.load(options.settings) if options.settings else Settings()
    questions = load_questions(options.questions, options.sources)
    if options.split != "all":
        questions = questions.only(options.split)
    options.out.mkdir(parents=True, exist_ok=True)  # before the long run, not after it
    results = []
    for result in evaluate(questions, sources=options.sources, settings=settings):
        results.append(result)
        seen = options.show_held or result.question.split == "dev"
        print(f"{len(results)}/{len(questions.questions)} {_line(result) if seen else 'held'}", file=sys.stderr)
    report = make_report(questions, results, settings)
    paths = write_report(report, options.out, show_held=options.show_held)
    print(to_markdown(report))
    print("written:", *paths, file=sys.stderr)
    return 1 if report.unscored else 0


def _line(result: Result) -> str:
    if result.scores is None:
        return f"{result.question.id}: unscored ({result.error})"
    return f"{result.question.id}: {result.scores.verdict}, {result.scores.seconds:.2f} s"


if __name__ == "__main__":
    sys.exit(main())

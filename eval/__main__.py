"""python -m eval: ask every question of a set, and report how good the answers are.

Exits 0 where every question was scored; 1 where some could not be, the documents changed during the
run, or the gate is shut; 2 where the run could not start or go on, 130 where it was stopped. One that was ended
goes on where it stopped when the same command is given again.
"""

import argparse
import sys
from importlib import import_module
from itertools import islice
from pathlib import Path

from eval.compare.comparison import to_markdown as compared
from eval.compare.paired import compare, gate
from eval.compare.run_file import Run, read_run
from eval.importers.suites import SUITES, Choice, article_slice
from eval.questions.dataset import load_questions
from eval.questions.shipped import HELP, resolve
from eval.report.report import Report, make_report, to_markdown, write_report
from eval.run.exits import exit_code
from eval.run.parts import Part, evaluate_parts, suite_parts, whole
from eval.run.progress import shown
from eval.run.runner import Result
from qa import Settings

_VERBS = """verbs, each with its own --help:
  import    documents and questions from another layout, such as SQuAD's
  new       type questions about your own documents, and what answers them
  review    make questions of the answers that were called right or not
  calibrate a threshold for an error budget, from questions of your own; or check one
  peers     the same questions through the stock pipelines of other libraries, side by side
  ground    whether each sentence of anybody's answers is supported by the passages that it cites
  llm       what an LLM does to the answers, with the check and without
  injection whether instructions planted in the documents change what is shown
  conflicts whether it is said that documents disagree where they do; plants conflicts to see
  rewriting what rewriting follow-up questions does for the search, on CANARD"""


_PROGRAMS = {
    "import": "eval.importers.__main__",
    "new": "eval.authoring.new",
    "review": "eval.authoring.review",
    "calibrate": "eval.studies.calibrate",
    "peers": "eval.peers.__main__",
    "ground": "eval.studies.ground",
    "llm": "eval.studies.llm",
    "injection": "eval.studies.injection",
    "conflicts": "eval.studies.conflicts",
    "rewriting": "eval.studies.rewriting",
}
"""Verb → the module whose `main` takes what stands after it; imported where it is asked for."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] in _PROGRAMS:
        code: int = import_module(_PROGRAMS[given[0]]).main(given[1:])
        return code
    options = _options(given)
    return exit_code(lambda: _run(options), stopped="Stopped. The same command goes on from here.")


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description="Measure the answers on a set of questions.",
        epilog=_VERBS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked = parser.add_argument_group("what is asked")
    asked.add_argument("--questions", metavar="FILE", help=HELP)
    asked.add_argument("--sources", metavar="PATH", help="the documents (the shipped ones, unless told)")
    asked.add_argument("--split", default="all", choices=["dev", "held", "all"], help="which questions to ask (all)")
    asked.add_argument("--suite", choices=list(SUITES), help="a public question set instead, from --data")
    asked.add_argument("--data", type=Path, metavar="PATH", help="the suite's file, as its owner publishes it")
    asked.add_argument("--limit", type=int, metavar="N", help="draw so many of the suite's questions (all)")
    asked.add_argument("--articles", type=article_slice, metavar="A::B", help="squad2: only some articles, by title")
    asked.add_argument(
        "--distractors", type=Path, metavar="FILE", help="squad2, multihop-rag: more paragraphs, as SQuAD has them"
    )
    parser.add_argument("--settings", metavar="FILE", help="a TOML file of settings")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where the report goes (reports, or reports/SUITE)")
    parser.add_argument("--show-held", action="store_true", help="also show the held questions one by one")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="ask in so many processes (1)")
    parser.add_argument("--fresh", action="store_true", help="do not go on with a run that was ended")
    parser.add_argument("--baseline", metavar="FILE", help="compare with the eval.json of an earlier run")
    parser.add_argument("--gate", action="store_true", help="with --baseline: exit 1 where this run is surely worse")
    options = parser.parse_args(arguments)
    if options.gate and not options.baseline:
        parser.error("--gate needs --baseline FILE")
    if options.workers < 1:
        parser.error(f"--workers is {options.workers}; it can be 1 or more")
    _check_suite(parser, options)
    options.out = options.out or Path("reports", options.suite or "")
    return options


def _check_suite(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """A suite has its own questions and documents, and only a suite is prepared from data."""
    mine, others = ("data", "limit", "articles", "distractors"), ("questions", "sources")
    if options.suite and options.data is None:
        parser.error(f"--suite {options.suite} needs --data: {SUITES[options.suite].data}")
    for name in others if options.suite else mine:
        if getattr(options, name) is not None:
            parser.error(f"--{name} goes {'without' if options.suite else 'with'} --suite")


def _run(options: argparse.Namespace) -> int:
    options.out.mkdir(parents=True, exist_ok=True)  # before the long run, not after it
    parts = _parts(options)
    questions = whole(parts, options.suite or parts[0].questions.name)
    baseline = read_run(options.baseline) if options.baseline else None  # the report may take its place
    if baseline:
        baseline.require(questions.name, questions.sha256)
    if options.fresh:
        _forget(parts)
    asked = evaluate_parts(parts, workers=options.workers)
    results = list(shown(asked, len(questions.questions), to=sys.stderr, show_held=options.show_held))
    report = make_report(questions, results, parts[0].settings)
    paths = write_report(report, options.out, show_held=options.show_held)
    _forget(parts)
    print(to_markdown(report))
    print("written:", *paths, file=sys.stderr)
    refused = _compare(baseline, report, gated=options.gate) if baseline else False
    return int(report.unscored > 0 or _changed(parts, results) or refused)


def _parts(options: argparse.Namespace) -> list[Part]:
    settings = Settings.load(options.settings) if options.settings else Settings()
    if options.suite:
        choice = Choice(limit=options.limit, articles=options.articles, distractors=options.distractors)
        parts = suite_parts(SUITES[options.suite], options.data, options.out, choice, settings)
        if left_out := sum(part.left_out for part in parts):
            print(f"{left_out} questions are left out: their evidence is not in the documents", file=sys.stderr)
    else:
        chosen = resolve(options.questions or "seeds", options.sources)
        questions = load_questions(chosen.questions, chosen.sources)
        parts = [Part(questions, chosen.sources, settings, options.out / "results.jsonl")]
    return parts if options.split == "all" else [part.only(options.split) for part in parts]


def _forget(parts: list[Part]) -> None:
    """Once the report is written, answers kept apart would only be stale; and the held ones are not to be read."""
    for part in parts:
        part.kept.unlink(missing_ok=True)


def _changed(parts: list[Part], results: list[Result]) -> bool:
    """Whether the answers of a part come from more than one state of its documents; it is said where they do."""
    rest = iter(results)
    answers = [[result.answer for result in islice(rest, len(part.questions.questions))] for part in parts]
    changed = any(len({answer.index_version for answer in some if answer}) > 1 for some in answers)
    if changed:
        print(
            "The documents changed during the run, so its answers are from different ones. Run again.", file=sys.stderr
        )
    return changed


def _compare(baseline: Run, report: Report, *, gated: bool) -> bool:
    """Print what changed since the baseline; whether the gate is there and shut."""
    comparison = compare(baseline, report)
    print(compared(comparison))
    result = gate(comparison)
    if gated and not result.passed:
        print("The gate is shut:", *result.reasons, sep="\n  ", file=sys.stderr)
    return gated and not result.passed


if __name__ == "__main__":
    sys.exit(main())

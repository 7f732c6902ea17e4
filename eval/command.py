"""python -m eval: ask every question of a set, and report how good the answers are.

Exits 0 where every question was scored; 1 where some could not be, the documents changed during the
run, or the gate is shut; 2 where the run could not start or go on, 130 where it was stopped. One that was ended
goes on where it stopped when the same command is given again.
"""

import argparse
import sys
from itertools import islice
from pathlib import Path

from eval.compare.comparison import to_markdown as compared
from eval.compare.gate import gate
from eval.compare.paired import compare
from eval.compare.run_file import RunFile, read_run
from eval.report.files import to_markdown, write_report
from eval.report.outcomes import three_lines
from eval.report.report import Report, make_report
from eval.run.exits import exit_code
from eval.run.options import add_questions, add_settings, add_split, add_suite, parts_of, require_data, settings_of
from eval.run.parts import Part, evaluate_parts, whole
from eval.run.progress import shown
from eval.run.runner import Result


def main(arguments: list[str], *, verbs: str = "") -> int:
    """Run the command line; the exit code. `verbs` is what the help says of the other commands."""
    options = _options(arguments, verbs)
    return exit_code(lambda: _run(options), stopped="Stopped. The same command goes on from here.")


def _options(arguments: list[str], verbs: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description="Measure the answers on a set of questions.",
        epilog=verbs,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked = parser.add_argument_group("what is asked")
    add_questions(asked, default=None)
    add_split(asked)
    add_suite(asked)
    add_settings(parser)
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where the report goes (reports, or reports/SUITE)")
    parser.add_argument("--show-test", action="store_true", help="also show the questions of the test split one by one")
    parser.add_argument("--fresh", action="store_true", help="do not go on with a run that was ended")
    parser.add_argument("--baseline", metavar="FILE", help="compare with the eval.json of an earlier run")
    parser.add_argument("--gate", action="store_true", help="with --baseline: exit 1 where this run is surely worse")
    options = parser.parse_args(arguments)
    if options.gate and not options.baseline:
        parser.error("--gate needs --baseline FILE")
    _check_suite(parser, options)
    options.out = options.out or Path("reports", options.suite or "")
    return options


def _check_suite(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """A suite has its own questions and documents, and only of a suite some are drawn."""
    require_data(parser, options)
    for name in ("questions", "sources") if options.suite else ("limit",):
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
    asked = evaluate_parts(parts)
    results = list(shown(asked, len(questions.questions), to=sys.stderr, show_test=options.show_test))
    report = make_report(questions, results, parts[0].settings)
    paths = write_report(report, options.out, show_test=options.show_test)
    _forget(parts)
    print(three_lines(results), to_markdown(report), sep="\n\n")
    print("written:", *paths, file=sys.stderr)
    refused = _compare(baseline, report, gated=options.gate) if baseline else False
    return int(report.unscored > 0 or _changed(parts, results) or refused)


def _parts(options: argparse.Namespace) -> list[Part]:
    parts = parts_of(options, settings_of(options))
    if left_out := sum(part.left_out for part in parts):
        print(f"{left_out} questions are left out: their evidence is not in the documents", file=sys.stderr)
    return parts


def _forget(parts: list[Part]) -> None:
    """Once the report is written, answers kept apart are stale, and those of the test split not to be read."""
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


def _compare(baseline: RunFile, report: Report, *, gated: bool) -> bool:
    """Print what changed since the baseline; whether the gate is there and shut."""
    comparison = compare(baseline, report)
    print(compared(comparison))
    reasons = gate(comparison) if gated else ()
    if reasons:
        print("The gate is shut:", *reasons, sep="\n  ", file=sys.stderr)
    return bool(reasons)

"""python -m eval calibrate: what an error budget costs on one's own questions, or whether it was kept.

With --questions, every question is asked with nothing held back, and what comes is written as the
sample that the settings `max_error` and `calibration` use. With --check, the budget of a sample is
held against a report of other questions, made with min_confidence = 0 and unanswerable_share = 0.5,
the share of questions without an answer that the shipped curve was fitted with.

Exits 0; 1 where some questions could not be scored, and are left out; 2 where the work could not
start or go on, 130 where it was stopped.
"""

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.compare.run_file import ComparisonError, RunFile, read_run
from eval.questions.dataset import QuestionSet
from eval.report.tables import shown as as_words
from eval.run.exits import exit_code
from eval.run.options import collection_of, settings_of
from eval.run.progress import shown
from eval.run.runner import Result, evaluate
from eval.statistics.bootstrap import Figure, mean
from qa import Settings, risk

BUDGETS = (0.01, 0.02, 0.05, 0.1, 0.2)
CHECKED = (0.05, 0.1)
SAID = 0.05
"""The budget that is put in words."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    options = _options(arguments)
    return exit_code(lambda: _check(options) if options.check else _calibrate(options))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m eval calibrate", description="Calibrate an error budget on your own questions, or check one."
    )
    parser.add_argument("--questions", metavar="FILE", help="questions with known answers, one JSON a line")
    parser.add_argument("--sources", metavar="PATH", help="the documents (the shipped ones, unless told)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="with --questions: the calibration to write")
    parser.add_argument("--settings", metavar="FILE", help="with --questions: a TOML file of settings")
    parser.add_argument("--check", metavar="FILE", help="an eval.json of other questions, made as said in the README")
    parser.add_argument("--calibration", metavar="FILE", help="with --check: the calibration (the shipped one)")
    options = parser.parse_args(arguments)
    if bool(options.questions) == bool(options.check):
        parser.error("either --questions FILE or --check FILE")
    if options.questions and not options.out:
        parser.error("--questions needs --out FILE")
    return options


def _calibrate(options: argparse.Namespace) -> int:
    settings, chosen = settings_of(options), collection_of(options)
    questions = chosen.questions
    options.out.parent.mkdir(parents=True, exist_ok=True)  # before the long run, not after it
    scored = calibrate(questions, chosen.sources, settings)
    sample = risk.Sample(f"the questions of {questions.name}, and their documents", scored)
    risk.write_scored(options.out, sample, command="python -m eval calibrate")
    sys.stdout.write(f"{by_budget(scored)}\n{risk.guarantee(SAID, sample)}\n")
    asked = len(questions.questions)
    left_out = asked - len(scored)
    sys.stderr.write(f"written: {options.out}\n")
    if left_out:
        sys.stderr.write(f"{left_out} of {asked} questions could not be scored, and are left out\n")
    return int(left_out > 0)


def calibrate(questions: QuestionSet, sources: str | Path | None, settings: Settings) -> tuple[risk.Scored, ...]:
    """How sure each answer is and whether it is right, with nothing held back; without those that raised."""
    settings = settings.holding_nothing_back()
    asked = evaluate(questions, sources=sources, settings=settings)
    results = shown(asked, len(questions.questions), to=sys.stderr)
    return tuple(_worst(questions, result, sources, settings) for result in results if result.scores)


def _worst(questions: QuestionSet, result: Result, sources: str | Path | None, settings: Settings) -> risk.Scored:
    """The surest wrong answer that a question gets at any threshold; where there is none, the surest right one.

    An answer of several parts loses its least sure ones as the threshold rises, and what is left may
    be wrong where the whole was right; but the risk is controlled only for a loss that never rises.
    """
    found: list[risk.Scored] = []
    only = replace(questions, questions=(result.question,))
    while (scores := result.scores) and scores.answered:
        found.append(risk.Scored(scores.confidence, scores.correct))
        if scores.confidence >= 1:
            break
        above = replace(settings, min_confidence=math.nextafter(scores.confidence, 1))
        (result,) = evaluate(only, sources=sources, settings=above)
    surest = found[-1] if found else risk.Scored(0.0, False)
    return next((each for each in reversed(found) if not each.right), surest)


def by_budget(scored: Sequence[risk.Scored]) -> str:
    """What each budget costs: a line each."""
    lines = ["at most wrong   threshold   answered, of these questions"]
    for budget in BUDGETS:
        least = risk.threshold(scored, budget)
        lines.append(f"{100 * budget:>11g} %   {_least(least)}   {100 * risk.coverage(scored, least):.0f} %")
    return "\n".join(lines) + "\n"


def _check(options: argparse.Namespace) -> int:
    sample = risk.load_scored(options.calibration or risk.SHIPPED)
    run = read_run(options.check)
    sys.stdout.write(f"{run.questions_file}, by {len(sample.scored)} questions of: {sample.about}\n")
    sys.stdout.write("at most wrong   threshold   wrong, of all questions   answered\n")
    for budget in CHECKED:
        least = risk.threshold(sample.scored, budget)
        wrong, answered = realised(run, least)
        sys.stdout.write(f"{100 * budget:>11g} %   {_least(least)}   {as_words(wrong):<23}   {as_words(answered)}\n")
    return 0


def realised(run: RunFile, least: float) -> tuple[Figure, Figure]:
    """The share of all questions that get a wrong answer at a threshold, and the share that gets one at all.

    A question of several parts counts as sure as its least sure part. Some questions are refused
    however sure the answer; but where no answer is less sure than the threshold, a higher one was set.
    """
    rows = [(row.scores, row.cluster) for row in run.rows if row.scores]
    lowest = min((scores["confidence"] for scores, _ in rows if scores["answered"]), default=1.0)
    if lowest > least and any(scores["confidence"] >= least and not scores["answered"] for scores, _ in rows):
        raise ComparisonError(
            f"The run of {run.questions_file} held answers back that are surer than {least:.4f}. "
            "Make it anew with min_confidence = 0 and unanswerable_share = 0.5 in the settings."
        )
    given = [bool(scores["answered"] and scores["confidence"] >= least) for scores, _ in rows]
    wrong = [one and not scores["correct"] for one, (scores, _) in zip(given, rows, strict=True)]
    clusters = [cluster for _, cluster in rows]
    return mean(wrong, clusters), mean(given, clusters)


def _least(least: float) -> str:
    return f"{least:>9.4f}" if least <= 1 else "     none"

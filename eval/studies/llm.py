"""What an LLM does to the answers, with the check and without: right, wrong by gold, lost.

    python -m eval llm --llm SPEC [--questions seeds|notes|FILE | --suite squad2 --data FILE --limit 300] [--fit FILE]

Every question is asked twice, for quotes alone and with the LLM; both runs go on where they were ended.
Gold bears out a sentence that holds an accepted answer or cites some of the evidence; where the
documents do not answer, it bears out none. That is more than being supported, so the sentences shown
are written to sentences.jsonl, too: whoever judges them by hand fills in "supported", true or false,
and runs the command again. With --fit nothing is held back, and the second opinion is fitted to the answers.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.measures.evidence import citation_precision
from eval.measures.squad import normalised
from eval.questions.dataset import Question
from eval.report.tables import shown
from eval.run.exits import exit_code
from eval.run.options import add_questions, add_settings, add_split, add_suite, parts_of, require_data, settings_of
from eval.run.parts import Part
from eval.run.runner import Result, evaluate
from eval.statistics.bootstrap import Figure, mean, percentile, ratio
from eval.studies.opinion import Row, write
from qa import Answer, Citation, Settings, grounding


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that an LLM wrote, with its citations where it was shown; `right` is what gold says of it."""

    question: Question
    text: str
    citations: tuple[Citation, ...]
    shown: bool

    @property
    def right(self) -> bool:
        """Whether gold bears it out."""
        cited = citation_precision(self.question.nuggets, self.citations)
        return self.question.answerable and (holds(self.text, self.question) or bool(cited))


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with its answer in quotes and its answer with the LLM."""

    question: Question
    quotes: Result
    llm: Result

    @property
    def written(self) -> tuple[Written, ...]:
        """All sentences that the LLM wrote, shown or left out."""
        answer = self.llm.answer
        if answer is None:
            return ()
        there = [
            Written(self.question, each.text, tuple(answer.citations[marker - 1] for marker in each.citations), True)
            for each in answer.sentences
            if answer.written_by
        ]
        return (*there, *(Written(self.question, text, (), False) for text in answer.left_out))

    @property
    def lost(self) -> bool | None:
        """Whether the check took a right answer away; None where the LLM wrote none."""
        if self.llm.answer is None or not holds(" ".join(each.text for each in self.written), self.question):
            return None
        return not holds(self.llm.answer.text, self.question)


def holds(text: str, question: Question) -> bool:
    """Whether a text has all words of an accepted answer."""
    said = set(normalised(text))
    return any(words <= said for accepted in question.answers if (words := set(normalised(accepted))))


def measures(pairs: Sequence[Pair]) -> dict[str, Figure]:
    """The figures by what they are called; each question is a cluster of its sentences."""
    clusters = [pair.question.cluster for pair in pairs]
    answerable = [float(pair.question.answerable) for pair in pairs]
    found: dict[str, Figure] = {}
    for name, of in (("quotes alone", [pair.quotes for pair in pairs]), ("with the LLM", [pair.llm for pair in pairs])):
        right = [float(_right(result)) * answer for result, answer in zip(of, answerable, strict=True)]
        silent = [float(not _answered(result)) * (1 - answer) for result, answer in zip(of, answerable, strict=True)]
        found[f"answered right, {name}"] = ratio(right, answerable, clusters)
        found[f"silent where there is no answer, {name}"] = ratio(silent, [1 - each for each in answerable], clusters)
    by_llm = [float(bool(pair.llm.answer and pair.llm.answer.written_by)) for pair in pairs]
    found["answers written by the LLM"] = mean(by_llm, clusters)
    found["answers that the LLM failed at"] = mean([float(failed(pair)) for pair in pairs], clusters)
    for name, kept in (("shown", True), ("written", False)):
        counted = [[each for each in pair.written if each.shown or not kept] for pair in pairs]
        wrong = [float(sum(not each.right for each in some)) for some in counted]
        found[f"sentences {name} that gold does not bear out"] = ratio(wrong, [len(some) for some in counted], clusters)
    lost = [None if pair.lost is None else float(pair.lost) for pair in pairs]
    found["right answers that the check lost"] = mean(lost, clusters)
    seconds = [pair.llm.scores.seconds for pair in pairs if pair.llm.scores]
    found["seconds with the LLM, median"] = percentile(seconds, 50)
    return found


def failed(pair: Pair) -> bool:
    """Whether the answer is without the LLM, for it failed."""
    return pair.llm.answer is not None and any(note.endswith(grounding.WITHOUT) for note in pair.llm.answer.notes)


def _answered(result: Result) -> bool:
    return bool(result.scores and result.scores.answered)


def _right(result: Result) -> bool:
    """Whether the citations hold all evidence, or the words an accepted answer."""
    if not result.answer or not _answered(result) or not result.scores:
        return False
    return result.scores.correct or holds(result.answer.text, result.question)


def rows(pairs: Sequence[Pair]) -> tuple[list[Row], list[Row]]:
    """What the second opinion is fitted to: sentences that are supported, and answers in quotes that an LLM denied."""
    written, abstained = [], []
    for pair in pairs:
        quotes, llm = pair.quotes.answer, pair.llm.answer
        if not quotes or not llm or failed(pair):  # where it failed it has no opinion
            continue
        reader = grounding.logit(quotes.confidence)
        sentences = [each for each in pair.written if each.shown]
        for each in sentences:
            answering = max(citation.score for citation in each.citations)
            signs = (reader, answering, float(_agrees(each.text, quotes)))
            written.append(Row(signs, 1 / len(sentences), each.right))
        if not pair.written:
            abstained.append(Row((reader,), 1.0, _right(pair.quotes)))
    return written, abstained


def _agrees(text: str, quotes: Answer) -> bool:
    """Whether a sentence has the words that the reader marked in one of the quotes."""
    marked = [each.text[slice(*each.marked)] for each in quotes.sentences if each.marked]
    return any(set(normalised(words)) <= set(normalised(text)) for words in marked)


def by_hand(pairs: Sequence[Pair], file: Path) -> Figure:
    """The share of sentences shown that somebody has judged unsupported; the file is written, judgements kept."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    judged = {(line["question"], line["sentence"]): line["supported"] for line in map(json.loads, lines)}
    rows = [(pair.question.question, each) for pair in pairs for each in pair.written if each.shown]
    verdicts = [judged.get((asked, each.text)) for asked, each in rows]
    told = [
        {
            "question": asked,
            "sentence": each.text,
            "quotes": [citation.quote for citation in each.citations],
            "by_gold": each.right,
            "supported": verdict,
        }
        for (asked, each), verdict in zip(rows, verdicts, strict=True)
    ]
    file.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in told), "utf-8")
    return mean([None if verdict is None else float(not verdict) for verdict in verdicts])


def ask_both(part: Part, llm: str) -> Iterator[Pair]:
    """Every question of a part asked for quotes alone, and then with the LLM."""
    names = {"quotes": "", "llm": llm}
    runs = [
        evaluate(
            part.questions,
            sources=part.sources,
            settings=replace(part.settings, llm=spec),
            kept=part.kept.with_name(f"{name}-{part.kept.name}"),
        )
        for name, spec in names.items()
    ]
    for quotes, written in zip(*runs, strict=True):
        yield Pair(quotes.question, quotes, written)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval llm", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--llm", required=True, metavar="SPEC", help="as in the settings, openai-like:ADDRESS#MODEL")
    add_questions(parser)
    add_split(parser)
    add_suite(parser, limit="ask so many of the questions (all)")
    add_settings(parser)
    parser.add_argument("--out", type=Path, default=Path("reports", "llm"), metavar="FOLDER", help="(reports/llm)")
    parser.add_argument("--fit", type=Path, metavar="FILE", help="fit the second opinion, as qa/second_opinion.json")
    options = parser.parse_args(arguments)
    require_data(parser, options)
    return exit_code(lambda: _run(options), stopped="Stopped. The same command goes on from here.")


def _run(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    if options.fit:
        settings = replace(settings, min_confidence=0.0)
    options.out.mkdir(parents=True, exist_ok=True)
    pairs = [pair for part in _parts(options, settings) for pair in ask_both(part, options.llm)]
    for name, value in measures(pairs).items():
        sys.stdout.write(f"{name:50} {shown(value)}, of {value.count}\n")
    if options.fit:
        about = f"{len(pairs)} questions of {options.suite or options.questions}, {options.llm.rpartition('#')[2]}"
        write(options.fit, *rows(pairs), about, f"python -m eval llm {' '.join(sys.argv[2:])}")
    hand = by_hand(pairs, options.out / "sentences.jsonl")
    sys.stdout.write(f"{'sentences shown that are not supported, by hand':50} {shown(hand)}, of {hand.count}\n")
    return 0


def _parts(options: argparse.Namespace, settings: Settings) -> list[Part]:
    parts = parts_of(options, settings)
    if options.suite:
        return parts
    (part,) = parts
    return [replace(part, questions=replace(part.questions, questions=part.questions.questions[: options.limit]))]

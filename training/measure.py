"""Measure the reader on questions and statements that nothing was fitted on.

    python -m training.measure DATA [--model FOLDER] [--questions 300]

The reader that ships, or weights as the training leaves them: FOLDER/model, without exporting them.

SQuAD 2.0's clean articles, reading the gold paragraph: exact match and F1 on the answerable questions,
AUROC of the score between answerable and unanswerable, and of the evidence between the sentence that
holds the answer and the paragraph's others. Wrong passages: AUROC between the gold paragraph and the
best other one of the article by BM25 that holds no answer. Statements: training/grounding.py. Written
documents, twelve a folder, through search and reader: questions whose answers' sentences are all shown,
nothing held back, by their kinds, and AUROC between those that have an answer and those that have none.
With 95 % intervals over questions or statements.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from eval.measures.squad import exact_match, f1
from index.words import stems
from qa.datatypes import AnswerSpan
from qa.reader import Reader, load_reader
from training.examples import chunks_of, clean_articles
from training.folders import Folder, answered, of_notes
from training.grounding import measure_statements
from training.interval import auroc, mean, show
from training.note_questions import MEASURES, notes
from training.notes import EVERYDAY, HARD
from training.torch_encoder import TorchEncoder

NOTES_ASKED = {EVERYDAY: 600, HARD: 300}


@dataclass(frozen=True, slots=True)
class Posed:
    """A question, its paragraph, the accepted answers with their places, and a like paragraph without any of them."""

    question: str
    paragraph: str
    answers: tuple[tuple[int, str], ...]
    wrong: str | None

    @property
    def accepted(self) -> list[str]:
        """The answers' words."""
        return [text for _, text in self.answers]

    def is_answered_in(self, first: int, last: int) -> bool:
        """Whether an answer stands between these two offsets of the paragraph."""
        return any(first <= start and start + len(text) <= last for start, text in self.answers)


def posed(articles: Sequence[dict[str, Any]]) -> Iterator[Posed]:
    """Every question of the articles."""
    import bm25s

    for article in articles:
        paragraphs = [paragraph["context"] for paragraph in article["paragraphs"]]
        engine = bm25s.BM25()
        engine.index([stems(text) for text in paragraphs], show_progress=False)
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                given = [] if qa["is_impossible"] else qa["answers"]
                answers = tuple((int(each["answer_start"]), str(each["text"])) for each in given)
                wrong = wrong_paragraph(qa["question"], [text for _, text in answers], paragraphs, engine)
                yield Posed(qa["question"], paragraph["context"], answers, wrong)


def wrong_paragraph(question: str, answers: Sequence[str], paragraphs: Sequence[str], engine: Any) -> str | None:
    """The best paragraph by BM25 without any of the answers."""
    ranked, _ = engine.retrieve([stems(question)], k=min(12, len(paragraphs)), show_progress=False)
    texts = [paragraphs[int(at)] for at in ranked[0]]
    return next((text for text in texts if not any(answer.lower() in text.lower() for answer in answers)), None)


def read_texts(reader: Reader, pairs: Sequence[tuple[str, str]]) -> list[list[AnswerSpan]]:
    """For each pair of a question and a text, its sentences' spans, best first."""
    chunks = [[(question, chunk) for chunk in chunks_of(text)] for question, text in pairs]
    read = iter(reader.read_all([pair for each in chunks for pair in each]))
    found = [[span for spans in islice(read, len(each)) for span in spans] for each in chunks]
    return [sorted(spans, key=lambda span: (-span.score, span.start)) for spans in found]


def measure_questions(reader: Reader, questions: Sequence[Posed]) -> None:
    """Print the figures of the span and of the evidence."""
    gold = read_texts(reader, [(each.question, each.paragraph) for each in questions])
    answered = [(each, spans) for each, spans in zip(questions, gold, strict=True) if each.answers]
    impossible = [spans[0].score for each, spans in zip(questions, gold, strict=True) if not each.answers]
    others = read_texts(reader, [(each.question, each.wrong) for each, _ in answered if each.wrong])
    scores = [spans[0].score for _, spans in answered]
    evidence: tuple[list[float], list[float]] = ([], [])
    for each, spans in answered:
        for span in spans:
            evidence[each.is_answered_in(*span.sentence)].append(span.evidence)
    print(f"{len(answered)} answerable, {len(impossible)} unanswerable questions")
    show("exact match", [[exact_match(spans[0].words, each.accepted) for each, spans in answered]], mean)
    show("F1", [[f1(spans[0].words, each.accepted) for each, spans in answered]], mean)
    show("AUROC answerable / unanswerable", [scores, impossible], auroc)
    show("AUROC gold / wrong paragraph", [scores, [spans[0].score for spans in others]], auroc)
    show("AUROC evidence / other sentence", [evidence[True], evidence[False]], auroc)


def measure_notes(reader: Reader, name: str, folders: Sequence[Folder], count: int) -> None:
    """Print what comes of so many questions about written documents, as many of each folder."""
    right: defaultdict[str, list[float]] = defaultdict(list)
    scores: tuple[list[float], list[float]] = ([], [])
    for folder in folders:
        asked = random.Random(0).sample(folder.asked, min(count // len(folders), len(folder.asked)))
        for posed, candidate in answered(folder, asked, reader):
            scores[not posed.nuggets].append(max(span.score for span in candidate.shown))
            if posed.nuggets:
                right[posed.kind].append(float(posed.is_answered_by(candidate.shown)))
    print(f"{name} documents: {len(scores[0])} answerable, {len(scores[1])} unanswerable questions")
    show("right", [[each for kind in right.values() for each in kind]], mean)
    for kind in sorted(right):
        show(f"right, {kind}, {len(right[kind])}", [right[kind]], mean)
    show("AUROC answerable / unanswerable", list(scores), auroc)


def main(data: Path, model: Path | None, questions: int | None) -> None:
    """Measure all, or so many questions and statements of each source, the same ones each time."""
    reader = Reader(model / "tokenizer.json", TorchEncoder(model)) if model else load_reader()
    every = list(posed(clean_articles(data)))
    measure_questions(reader, random.Random(0).sample(every, min(questions or len(every), len(every))))
    measure_statements(reader, data, questions)
    for kind, count in NOTES_ASKED.items():
        measure_notes(reader, kind.name, list(of_notes(notes(MEASURES, kind))), questions or count)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, help="a folder of weights; the shipped reader unless told")
    parser.add_argument("--questions", type=int, help="at most so many, and so many statements of each source")
    main(**vars(parser.parse_args()))

"""python -m eval review: make questions of the answers that a person called right or not.

For each of them the person says what right would be: words of the documents, those marked in the page
or others, or that the documents do not say. What is written is settled, and does not come again. Exits
0, 2 where the work could not start, and 130 where it was stopped.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.authoring.growing import add, ids_in
from eval.authoring.places import Place, evidence
from eval.authoring.terminal import Hear, Say, choose, typed, visible
from eval.questions.schema import ExchangeRecord, QuoteRecord, Record
from eval.run.exits import exit_code
from eval.run.options import add_settings, settings_of
from index import Document
from qa import feedback

_KEYS = "[a]nswerable, [n]ot in the documents, [d]rop, [s]kip, [q]uit: "
_MARKED = "[y]es, these words answer, "


def is_about(entry: feedback.Feedback, documents: Sequence[Document]) -> bool:
    """Whether every document that the answer quotes, or that was marked, is one of these."""
    named = {citation.source for citation in entry.answer.citations}
    named |= {entry.passage.source} if entry.passage else set()
    return named <= {document.source for document in documents}


def marked(entry: feedback.Feedback, documents: Sequence[Document]) -> list[Place]:
    """The words that the person marked as the right ones, or of a right answer those that it quotes.

    None where a document does not hold them any more.
    """
    held = {document.document_id: document for document in documents}
    quotes = entry.answer.citations if entry.verdict == "right" else [entry.passage] if entry.passage else []
    found = [Place(held[quote.document_id], quote.start, quote.end) for quote in quotes if quote.document_id in held]
    words = [place.document.text[place.start : place.end] for place in found]
    return found if words == [quote.quote for quote in quotes] else []


def review(
    entries: Sequence[feedback.Feedback],
    documents: Sequence[Document],
    out: Path,
    *,
    file: str | Path | None = None,
    hear: Hear = input,
    say: Say = print,
) -> int:
    """Go through the entries, and write what they teach; how many questions were written.

    `file` is where the entries were kept. The question is written before its entry is settled: a
    process that is killed between the two repeats nothing, for the question's id is known by then.
    """
    known = ids_in(out)
    written = 0
    for entry in entries:
        if f"feedback-{entry.id}" in known:
            feedback.settle(entry, file)
            continue
        right = marked(entry, documents)
        _show(entry, right, say)
        key = choose(_MARKED + _KEYS, "yandsq", hear) if right else choose(_KEYS, "andsq", hear)
        if key == "q":
            break
        if key == "s":
            continue
        nuggets = [[place.record] for place in right] if key == "y" else []
        nuggets = evidence(documents, hear, say) if key == "a" else nuggets
        if key == "a" and not nuggets:
            continue
        if key != "d":
            answer = typed("The answer in a few words, if you like: ", hear) if nuggets else ""
            add(_record(entry, nuggets, answer), out)
            written += 1
        feedback.settle(entry, file)
    return written


def _show(entry: feedback.Feedback, right: Sequence[Place], say: Say) -> None:
    for turn in entry.history:
        say(f"\nEarlier: {visible(turn.question)}\n  {visible(turn.answer_text)}")
    say(f"\n{visible(entry.answer.question)}\n  {visible(entry.answer.text)}")
    say(f"  Called {'right' if entry.verdict == 'right' else 'not right'}.")
    if entry.note:
        say(f"  Said of it: {visible(entry.note)}")
    for place in right:
        say(f"  Marked: {place.shown()}")


def _record(entry: feedback.Feedback, nuggets: list[list[QuoteRecord]], answer: str) -> Record:
    turns = [(turn.question, turn.answer_text) for turn in entry.history if turn.answer_text.strip()]
    return Record(
        id=f"feedback-{entry.id}",
        kind="feedback",
        question=entry.answer.question,
        answerable=bool(nuggets),
        evidence=nuggets,
        answers=[answer] if answer else [],
        history=[ExchangeRecord(question=question, answer=said) for question, said in turns],
        note=entry.note,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m eval review", description="Make questions of answers called right or not."
    )
    parser.add_argument("--out", default="feedback.jsonl", type=Path, metavar="FILE", help="(feedback.jsonl)")
    parser.add_argument("--sources", metavar="PATH", help="the documents (the shipped ones, unless told)")
    add_settings(parser)
    parser.add_argument("--feedback", metavar="FILE", help="what the page kept (your own, unless told)")
    options = parser.parse_args(arguments)
    return exit_code(lambda: _run(options), stopped="Stopped. What was said of an answer is written.")


def _run(options: argparse.Namespace) -> int:
    entries = feedback.pending(options.feedback)
    if not entries:
        sys.stderr.write("No answer has been called right or not.\n")
        return 0
    settings = settings_of(options)
    documents = settings.open_index(options.sources).documents()
    about = [entry for entry in entries if is_about(entry, documents)]
    written = review(about, documents, options.out, file=options.feedback)
    sys.stderr.write(f"\n{written} written to {options.out}\n")
    if others := len(entries) - len(about):
        sys.stderr.write(f"{others} more quote other documents: name them with --sources.\n")
    return 0

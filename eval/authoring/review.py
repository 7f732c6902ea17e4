"""python -m eval review: make questions of the answers that a person called right or not.

For each of them the person says what right would be: words of the documents, those marked in the page
or others, or that the documents do not say. What is written is settled, and does not come again. Exits
0, and 2 where the work could not start.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.authoring.growing import add, ids_in, quote_record
from eval.authoring.terminal import Hear, Say, choose, typed, visible
from eval.questions.schema import ExchangeRecord, QuoteRecord, Record
from index import Document, QuotedError
from qa import Settings, feedback

_KEYS = "[a]nswerable, [n]ot in the documents, [d]rop, [s]kip, [q]uit: "
_MARKED = "[y]es, these words answer, "
_AROUND = 60
_MOST_PLACES = 9


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a document, by their offsets in its text."""

    document: Document
    start: int
    end: int

    def shown(self) -> str:
        """The words with some of the text around them."""
        text = self.document.text
        before, after = text[max(0, self.start - _AROUND) : self.start], text[self.end : self.end + _AROUND]
        return visible(f"{self.document.source}: …{before}>>{text[self.start : self.end]}<<{after}…")


def places(words: str, documents: Sequence[Document]) -> Iterator[Place]:
    """Where the words stand, whatever their case and the white space between them."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    for document in documents:
        for match in pattern.finditer(document.text):
            yield Place(document, *match.span())


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
        evidence = [[_record_of(place)] for place in right] if key == "y" else []
        evidence = _evidence(documents, hear, say) if key == "a" else evidence
        if key == "a" and not evidence:
            continue
        if key != "d":
            add(
                _record(entry, evidence, typed("The answer in a few words, if you like: ", hear) if evidence else ""),
                out,
            )
            written += 1
        feedback.settle(entry, file)
    return written


def _record_of(place: Place) -> QuoteRecord:
    return quote_record(place.document, place.start, place.end)


def _show(entry: feedback.Feedback, right: Sequence[Place], say: Say) -> None:
    for turn in entry.history:
        say(f"\nEarlier: {visible(turn.question)}\n  {visible(turn.answer_text)}")
    say(f"\n{visible(entry.answer.question)}\n  {visible(entry.answer.text)}")
    say(f"  Called {'right' if entry.verdict == 'right' else 'not right'}.")
    if entry.note:
        say(f"  Said of it: {visible(entry.note)}")
    for place in right:
        say(f"  Marked: {place.shown()}")


def _evidence(documents: Sequence[Document], hear: Hear, say: Say) -> list[list[QuoteRecord]]:
    """Words for everything that a right answer needs; none where the person gives up."""
    needs: list[list[QuoteRecord]] = []
    while words := typed(
        "Words that it also needs, if any: " if needs else "Words of the documents that answer: ", hear
    ):
        found = list(places(words, documents))
        for number, place in enumerate(found[:_MOST_PLACES], start=1):
            say(f"  {number}  {place.shown()}")
        if len(found) > _MOST_PLACES:
            say(f"  They stand in {len(found)} places. Type more of the words around the right one.")
        elif not found:
            say("  No document holds these words. Copy them from one.")
        elif chosen := _chosen(found, hear):
            needs.append([_record_of(chosen)])
    return needs


def _chosen(found: Sequence[Place], hear: Hear) -> Place | None:
    """The only place, or the one whose number is typed."""
    if len(found) == 1:
        return found[0]
    number = typed("Which of them? ", hear)
    return found[int(number) - 1] if number in {str(at) for at in range(1, len(found) + 1)} else None


def _record(entry: feedback.Feedback, evidence: list[list[QuoteRecord]], answer: str) -> Record:
    turns = [(turn.question, turn.answer_text) for turn in entry.history if turn.answer_text.strip()]
    return Record(
        id=f"feedback-{entry.id}",
        kind="feedback",
        question=entry.answer.question,
        answerable=bool(evidence),
        evidence=evidence,
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
    parser.add_argument("--settings", metavar="FILE", help="a TOML file of settings")
    parser.add_argument("--feedback", metavar="FILE", help="what the page kept (your own, unless told)")
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except (QuotedError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\n")  # what was said of an answer is written already
        return 0


def _run(options: argparse.Namespace) -> int:
    entries = feedback.pending(options.feedback)
    if not entries:
        sys.stderr.write("No answer has been called right or not.\n")
        return 0
    settings = Settings.load(options.settings) if options.settings else Settings()
    documents = settings.open_index(options.sources).documents()
    about = [entry for entry in entries if is_about(entry, documents)]
    written = review(about, documents, options.out, file=options.feedback)
    sys.stderr.write(f"\n{written} written to {options.out}\n")
    if others := len(entries) - len(about):
        sys.stderr.write(f"{others} more quote other documents: name them with --sources.\n")
    return 0

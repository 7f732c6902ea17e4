"""python -m eval new: make a question set of your own documents, with a person as the judge.

Questions are proposed by rules (eval/authoring/propose.py), and only those that the software answers with
the sentence they were made of: of others nobody knows whether they can be understood. So a set made
here tells when a change makes answers worse, not how good they are; it flatters.

Exits 0, and 2 where the work could not start.
"""

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.authoring.clauses import joined
from eval.authoring.growing import add, append, ids_in, quote_record
from eval.authoring.propose import Proposal, propose
from eval.authoring.terminal import Hear, Say, choose, typed, visible
from eval.questions.schema import Record
from index import Document, QuotedError
from qa import Answer, Settings, ask

_MOST_OF_A_SENTENCE = 2
_KEYS = "[a]ccept, [e]dit, [d]rop, [q]uit: "


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that is ready to be written, and what a person must see to judge it."""

    record: Record
    sentence: str
    answer: str


def candidates(documents: Iterable[Document]) -> Iterator[Candidate]:
    """What the rules propose of the documents; the same question of the same place has the same id."""
    for document in documents:
        for proposal in propose(document):
            text = document.text
            yield Candidate(
                _record(document, proposal), joined(text[slice(*proposal.sentence)]), _answer(text, proposal)
            )


def _record(document: Document, proposal: Proposal) -> Record:
    place = f"{proposal.kind}\n{proposal.source}\n{proposal.question}"
    return Record(
        id=f"{proposal.kind.replace(' ', '-')}-{hashlib.sha256(place.encode()).hexdigest()[:10]}",
        kind=proposal.kind,
        question=proposal.question,
        answerable=True,
        evidence=[[quote_record(document, *proposal.evidence)]],
        answers=[_answer(document.text, proposal)],
    )


def _answer(text: str, proposal: Proposal) -> str:
    return joined(text[slice(*proposal.answer)])


def quotes(answer: Answer, record: Record) -> bool:
    """Whether an answer is given, and with what the question was made of."""
    return answer.status == "answered" and any(
        citation.source == quote.source and quote.quote in citation.quote
        for citation in answer.citations
        for need in record.evidence
        for quote in need
    )


def kept(found: Iterable[Candidate], reads: Callable[[Record], bool]) -> Iterator[Candidate]:
    """Of each sentence the first two candidates that `reads` finds good."""
    taken = Counter[tuple[str, str]]()
    for candidate in found:
        place = candidate.record.evidence[0][0].source, candidate.sentence
        if taken[place] < _MOST_OF_A_SENTENCE and reads(candidate.record):
            taken[place] += 1
            yield candidate


def proposals(sources: str | Path | None = None, settings: Settings | None = None) -> Iterator[Candidate]:
    """Questions over documents, one by one, that the software answers with the sentence they were made of.

    `sources` and `settings` are those of `qa.ask`. Each needs a person's word before it is part of a
    question set. Raises QuotedError where nothing can be read.
    """
    settings = settings or Settings()
    documents = settings.open_index(sources).documents()
    return kept(candidates(documents), lambda record: quotes(ask(record.question, sources, settings=settings), record))


def judge(
    found: Iterable[Candidate],
    out: Path,
    *,
    reads: Callable[[Record], bool],
    hear: Hear = input,
    say: Say = print,
) -> int:
    """Show what has not been judged yet, one by one, and write what is accepted; how many were.

    `reads` says whether the software finds what a question was made of. What is dropped is noted in
    a file beside `out`, so that starting again goes on where the last time ended.
    """
    dropped = out.with_name(f"{out.name}.dropped")
    judged = ids_in(out) | set(dropped.read_text("utf-8").split() if dropped.exists() else ())
    accepted = 0
    for candidate in kept(found, lambda record: record.id in judged or reads(record)):
        record = candidate.record
        if record.id in judged:
            continue
        judged.add(record.id)
        say(f"\n{visible(record.evidence[0][0].source)}: {visible(candidate.sentence)}")
        say(f"{record.question}  ({visible(candidate.answer)})")
        match choose(_KEYS, "aedq", hear):
            case "q":
                return accepted
            case "d":
                append(record.id, dropped)
                continue
            case "e":
                wording = typed("In your words (nothing keeps it): ", hear) or record.question
                record = record.model_copy(update={"question": wording, "note": "Edited by a person."})
        add(record, out)
        accepted += 1
    say("\nThere is nothing more to propose.")
    return accepted


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval new", description="Make questions of your own documents.")
    parser.add_argument("--sources", metavar="PATH", help="the documents (the shipped ones, unless told)")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the questions; an earlier file grows")
    parser.add_argument("--settings", metavar="FILE", help="a TOML file of settings")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.load(options.settings) if options.settings else Settings()
        documents = settings.open_index(options.sources).documents()

        def reads(record: Record) -> bool:
            return quotes(ask(record.question, options.sources, settings=settings), record)

        accepted = judge(candidates(documents), options.out, reads=reads)
    except (QuotedError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\n")  # what was accepted is written already
        return 0
    sys.stderr.write(f"{accepted} written to {options.out}\n")
    return 0

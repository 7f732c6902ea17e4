"""python -m eval new: type questions about your own documents; where they are answered is found, for you to confirm.

Of each question the person types the words that answer it, or none where the documents do not. The
places where these words stand are shown, those first that the search finds for the question. What is
confirmed is written at once; an earlier file grows.

Exits 0, 2 where the work could not start, 130 where it was stopped.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from eval.authoring.growing import add, ids_in
from eval.authoring.places import evidence
from eval.authoring.terminal import Hear, Say, choose, typed
from eval.questions.schema import Record
from eval.run.exits import exit_code
from eval.run.options import add_settings, settings_of
from index import Document, Hit

_SEARCHED = 20


def write_questions(
    documents: Sequence[Document],
    out: Path,
    *,
    search: Callable[[str], Sequence[Hit]],
    hear: Hear = input,
    say: Say = print,
) -> int:
    """Hear questions until nothing is typed; how many were written."""
    known, written = ids_in(out), 0
    while question := typed("\nQuestion (nothing ends): ", hear):
        name = f"own-{hashlib.sha256(question.encode()).hexdigest()[:10]}"
        if name in known:
            say("  It is there already.")
            continue
        nuggets = evidence(documents, hear, say, search(question))
        if not nuggets and choose("Do the documents [n]ot answer it, or [d]rop it? ", "nd", hear) == "d":
            continue
        answer = typed("The answer in a few words, if you like: ", hear) if nuggets else ""
        answers = [answer] if answer else []
        add(Record(id=name, question=question, answerable=bool(nuggets), evidence=nuggets, answers=answers), out)
        known.add(name)
        written += 1
    return written


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval new", description="Make questions of your own documents.")
    parser.add_argument("--sources", metavar="PATH", help="the documents (the shipped ones, unless told)")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the questions; an earlier file grows")
    add_settings(parser)
    options = parser.parse_args(arguments)
    return exit_code(lambda: _run(options), stopped="Stopped. What was confirmed is written.")


def _run(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    with closing(settings.open_index(options.sources)) as index, index.snapshot() as content:
        written = write_questions(
            index.documents(), options.out, search=lambda question: content.search(question, _SEARCHED)
        )
    sys.stderr.write(f"{written} written to {options.out}\n")
    return 0

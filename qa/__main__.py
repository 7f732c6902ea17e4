"""python -m qa "question": answer on the terminal."""

import argparse
import logging
import sys
from dataclasses import replace

from qa import Answer, QuotedError, Settings, ask


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m qa", description="Answer a question from your own documents.")
    parser.add_argument("question")
    parser.add_argument(
        "--sources", metavar="PATH", help="a folder or one document (the shipped documents, unless told)"
    )
    parser.add_argument("--settings", metavar="FILE", help="settings as TOML")
    parser.add_argument(
        "--max-error", type=float, metavar="SHARE", help="at most this share of all questions may get a wrong answer"
    )
    parser.add_argument(
        "--json", action="store_true", help="print the answer as JSON; the same question, the same bytes"
    )
    parser.add_argument("--timings", action="store_true", help="with --json: fill in the seconds that each step took")
    options = parser.parse_args(arguments)
    logging.basicConfig(format="%(message)s")
    try:
        settings = Settings.load(options.settings) if options.settings else Settings()
        if options.max_error is not None:
            settings = replace(settings, max_error=options.max_error)
        answer = ask(options.question, options.sources, settings=settings)
    except QuotedError as error:
        print(error, file=sys.stderr)
        return 2
    print(answer.to_json(timings=options.timings) if options.json else as_text(answer))
    if settings.guarantee and not options.json:
        print(f"\n{settings.guarantee}")
    return 0


def as_text(answer: Answer) -> str:
    """The answer and, under it, where each of its numbers stands."""
    sources = [
        f"[{citation.marker}] {citation.source}, characters {citation.start} to {citation.end}"
        for citation in answer.citations
    ]
    return "\n".join([answer.text, "", *sources]) if sources else answer.text


if __name__ == "__main__":
    sys.exit(main())

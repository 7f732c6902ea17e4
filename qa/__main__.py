"""python -m qa "question": answer on the terminal; with --follow, one question after the other."""

import argparse
import logging
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace

from qa import Answer, QuotedError, Settings, Turn, ask
from qa.terminal import as_text


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if not options.follow and options.question is None:
        _parser().error("a question is needed, or --follow for a conversation")
    logging.basicConfig(format="%(message)s")
    try:
        settings = Settings.load(options.settings) if options.settings else Settings()
        if options.max_error is not None:
            settings = replace(settings, max_error=options.max_error)
        if options.llm is not None:
            settings = replace(settings, llm=options.llm)
        if options.follow:
            return _follow(options, settings)
        answer = _ask(options.question, options, settings)
    except QuotedError as error:
        print(error, file=sys.stderr)
        return 2
    print(answer.to_json(timings=options.timings) if options.json else _shown(answer))
    if settings.guarantee and not options.json:
        print(f"\n{settings.guarantee}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m qa", description="Answer a question from your own documents.")
    parser.add_argument("question", nargs="?")
    parser.add_argument(
        "--sources", metavar="PATH", help="a folder or one document (the shipped documents, unless told)"
    )
    parser.add_argument(
        "--only", action="append", metavar="NAME", help="ask just this document of them; may come again"
    )
    parser.add_argument("--follow", action="store_true", help="a conversation: ask on, one question a line")
    parser.add_argument("--settings", metavar="FILE", help="settings as TOML")
    parser.add_argument(
        "--max-error", type=float, metavar="SHARE", help="at most this share of all questions may get a wrong answer"
    )
    parser.add_argument(
        "--llm", metavar="SPEC", help="an LLM that writes, its sentences checked: openai-like:ADDRESS#MODEL"
    )
    parser.add_argument(
        "--json", action="store_true", help="print the answer as JSON; the same question, the same bytes"
    )
    parser.add_argument("--timings", action="store_true", help="with --json: fill in the seconds that each step took")
    return parser


def _ask(question: str, options: argparse.Namespace, settings: Settings, history: Sequence[Turn] = ()) -> Answer:
    return ask(question, options.sources, history, settings, options.only)


def _follow(options: argparse.Namespace, settings: Settings) -> int:
    """Questions from the standard input until it ends, each understood from those before it."""
    history: list[Turn] = []
    interactive = sys.stdin.isatty()
    if interactive:
        print(f"{settings.guarantee}\nAn empty line ends the conversation.".strip(), file=sys.stderr)
    question = options.question or _typed(interactive)
    while question:
        try:
            answer = _ask(question, options, settings, history)
        except QuotedError as error:
            print(error, file=sys.stderr)
        else:
            print(answer.to_json(timings=options.timings) if options.json else f"{_shown(answer)}\n", flush=True)
            history.append(Turn(question, answer))
        question = _typed(interactive)
    return 0


def _typed(interactive: bool) -> str:
    """The next line that is typed; "" at the end."""
    try:
        return input("> " if interactive else "").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _shown(answer: Answer) -> str:
    return as_text(answer, width=shutil.get_terminal_size().columns)


if __name__ == "__main__":
    sys.exit(main())

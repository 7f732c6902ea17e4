"""Options that several commands have, and what they mean."""

import argparse
from pathlib import Path

from eval.importers.suites import SUITES, article_slice
from eval.importers.writing import Choice
from eval.questions.shipped import HELP, Collection, load_collection
from eval.run.parts import Part, suite_parts
from qa import Settings


def add_questions(parser: argparse._ActionsContainer, *, default: str | None = "seeds") -> None:
    """--questions and --sources."""
    parser.add_argument("--questions", default=default, metavar="FILE", help=HELP)
    parser.add_argument("--sources", metavar="PATH", help="the documents (the shipped ones, unless told)")


def add_split(parser: argparse._ActionsContainer) -> None:
    """--split."""
    parser.add_argument("--split", default="all", choices=["dev", "test", "all"], help="which questions to ask (all)")


def add_suite(
    parser: argparse._ActionsContainer, *, limit: str = "draw so many of the suite's questions (all)"
) -> None:
    """--suite, --data and what chooses among its questions; `limit` is the help of --limit."""
    parser.add_argument("--suite", choices=list(SUITES), help="a public question set instead, from --data")
    parser.add_argument("--data", type=Path, metavar="PATH", help="the suite's file, as its owner publishes it")
    parser.add_argument("--limit", type=int, metavar="N", help=limit)
    parser.add_argument("--articles", type=article_slice, metavar="A::B", help="squad2: only some articles, by title")
    parser.add_argument(
        "--distractors", type=Path, metavar="FILE", help="squad2, multihop-rag: more paragraphs, as SQuAD has them"
    )


def add_settings(parser: argparse.ArgumentParser) -> None:
    """--settings."""
    parser.add_argument("--settings", metavar="FILE", help="a TOML file of settings")


def require_data(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """End with the usage where a suite is named without its file, or what only a suite has without a suite."""
    if options.suite and options.data is None:
        parser.error(f"--suite {options.suite} needs --data: {SUITES[options.suite].data}")
    for name in ("data", "articles", "distractors"):
        if not options.suite and getattr(options, name) is not None:
            parser.error(f"--{name} goes with --suite")


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings that --settings names, or the ordinary ones."""
    return Settings.load(options.settings) if options.settings else Settings()


def collection_of(options: argparse.Namespace) -> Collection:
    """The questions that --questions names, with their documents."""
    return load_collection(options.questions or "seeds", options.sources)


def parts_of(options: argparse.Namespace, settings: Settings) -> list[Part]:
    """The parts of the suite that --suite names, else the one of --questions; they are kept below --out."""
    if options.suite:
        choice = Choice(limit=options.limit, articles=options.articles, distractors=options.distractors)
        parts = suite_parts(SUITES[options.suite], options.data, options.out, choice, settings)
    else:
        chosen = collection_of(options)
        parts = [Part(chosen.questions, chosen.sources, settings, options.out / "results.jsonl")]
    return parts if options.split == "all" else [part.only(options.split) for part in parts]

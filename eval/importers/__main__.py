"""python -m eval import: write the documents and the questions of another layout into a folder.

Exits 0 where they are written, 2 where they could not be.
"""

import argparse
import sys
from pathlib import Path

from eval.importers.registry import LAYOUTS, article_slice
from eval.importers.writing import Choice
from eval.run.exits import exit_code


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval import", description="Write a question set of other origin.")
    layouts = parser.add_subparsers(dest="layout", required=True, metavar="LAYOUT")
    for layout in LAYOUTS.values():
        own = layouts.add_parser(layout.name, help=layout.data)
        own.add_argument("path", type=Path, metavar="PATH", help=f"{layout.data}; may be gzipped")
        own.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="empty, or one to go on in")
        own.add_argument("--limit", type=int, metavar="N", help="draw so many questions (all)")
        own.add_argument("--seed", type=int, default=0, metavar="N", help="which ones are drawn (0)")
        own.set_defaults(articles=None, distractors=None)
        if "articles" in layout.knows:
            own.add_argument("--articles", type=article_slice, metavar="A:B:C", help="only some, by title")
        if "distractors" in layout.knows:
            own.add_argument("--distractors", type=Path, metavar="FILE", help="SQuAD's paragraphs, not its questions")
    options = parser.parse_args(arguments)
    return exit_code(lambda: _write(options))


def _write(options: argparse.Namespace) -> int:
    choice = Choice(options.limit, options.seed, options.articles, options.distractors)
    for prepared in LAYOUTS[options.layout].prepare(options.path, options.out, choice):
        left_out = prepared.left_out
        beside = f"; {left_out} left out, their evidence is not in the documents" if left_out else ""
        print(f"written: {prepared.sources} {prepared.questions}{beside}", file=sys.stderr)
        print(f"python -m eval --sources {prepared.sources} --questions {prepared.questions}")
    return 0

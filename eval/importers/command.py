"""python -m eval import: write the documents and the questions of another layout into a folder.

Exits 0 where they are written, 2 where they could not be, 130 where it was stopped.
"""

import argparse
import sys
from pathlib import Path

from eval.importers.beir import write_beir
from eval.importers.squad import write_squad
from eval.importers.suites import article_slice
from eval.importers.table import write_table
from eval.importers.writing import Choice, Prepared
from eval.run.exits import exit_code

LAYOUTS = {"squad": write_squad, "beir": write_beir, "csv": write_table}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    options = _parser().parse_args(arguments)
    return exit_code(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    prepared = _write(options)
    left_out = f"; {prepared.left_out} left out, their evidence is not in the documents" if prepared.left_out else ""
    print(f"written: {prepared.sources} {prepared.questions}{left_out}", file=sys.stderr)
    print(f"python -m eval --sources {prepared.sources} --questions {prepared.questions}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval import", description="Write a question set of other origin.")
    layouts = parser.add_subparsers(dest="layout", required=True, metavar="LAYOUT")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("path", type=Path, metavar="PATH", help="the file, or for beir the folder; may be gzipped")
    common.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="an empty folder, or one to go on in")
    common.add_argument("--limit", type=int, metavar="N", help="draw so many questions (all)")
    common.add_argument("--seed", type=int, default=0, metavar="N", help="which ones are drawn (0)")
    squad = layouts.add_parser("squad", parents=[common], help="SQuAD 1.1 or 2.0, JSON")
    squad.add_argument("--articles", type=article_slice, metavar="A:B:C", help="only some, by title")
    squad.add_argument("--distractors", type=Path, metavar="FILE", help="more paragraphs, without their questions")
    layouts.add_parser("beir", parents=[common], help="corpus.jsonl, queries.jsonl and qrels/test.tsv in a folder")
    layouts.add_parser("csv", parents=[common], help="a table with the columns question, context and answer")
    return parser


def _write(options: argparse.Namespace) -> Prepared:
    given = {name: value for name, value in vars(options).items() if name in ("articles", "distractors")}
    choice = Choice(limit=options.limit, seed=options.seed, **given)
    return LAYOUTS[options.layout](options.path, options.out, choice)

"""python -m eval peers: the same questions to Quoted and to stock retrieval pipelines, in one table.

Exits 0 where every installed pipeline answered every question, 1 where one could not, 2 where the
run could not start, 130 where it was stopped. A pipeline that is not installed is named in the table, and no error.
"""

import argparse
import sys
from pathlib import Path

from eval.peers.corpus import open_corpus
from eval.peers.datatypes import Corpus
from eval.peers.measure import PeerRun, measure_apart
from eval.peers.pipelines import PIPELINES, Pipeline
from eval.peers.table import Side, to_json, to_markdown
from eval.questions.dataset import QuestionSet
from eval.run.exits import exit_code
from eval.run.options import add_questions, collection_of


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m eval peers", description="Ask Quoted and stock retrieval pipelines the same questions."
    )
    add_questions(parser)
    parser.add_argument("--out", default="reports", type=Path, metavar="FOLDER", help="where peers.json goes (reports)")
    options = parser.parse_args(arguments)
    return exit_code(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    chosen = collection_of(options)
    questions = chosen.questions
    corpus = open_corpus(chosen.sources)
    options.out.mkdir(parents=True, exist_ok=True)  # before the long run, not after it
    sides = [_side(pipeline, corpus, questions) for pipeline in PIPELINES.values()]
    path = options.out / "peers.json"
    path.write_text(to_json(questions, sides), "utf-8")
    print(to_markdown(questions, sides))
    print("written:", path, file=sys.stderr)
    return int(any(side.run.error or side.run.unscored for side in sides))


def _side(pipeline: Pipeline, corpus: Corpus, questions: QuestionSet) -> Side:
    version = pipeline.version
    run = measure_apart(pipeline.build, corpus, questions.questions) if version else PeerRun()
    side = Side(pipeline, version, run)
    print(f"{pipeline.name}: {side.state}", file=sys.stderr)
    return side

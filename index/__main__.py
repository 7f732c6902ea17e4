"""python -m index PATH: build or refresh the index of a folder, listing every file."""

import argparse
import sys
from collections import Counter

from index.datatypes import QuotedError
from index.embedding import BUNDLED, load_embedder
from index.ingest import FileDone, Finished, Rebuilt, ingest
from index.opening import CHUNK_TOKENS, index_folder, make_recipe


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m index", description="Build or refresh the index of a folder.")
    parser.add_argument("path", nargs="?", help="a folder or one document (the shipped documents, unless told)")
    parser.add_argument("--index-dir", metavar="FOLDER", help="where to keep the index (the user's cache, unless told)")
    parser.add_argument(
        "--embedding-model", default=BUNDLED, metavar="NAME", help="a sentence-transformers name or folder"
    )
    parser.add_argument("--chunk-tokens", type=int, default=CHUNK_TOKENS, metavar="N", help="the size of a chunk")
    parser.add_argument("--rebuild", action="store_true", help="throw the index away and make it anew")
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except QuotedError as error:
        print(error, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    recipe = make_recipe(options.embedding_model, options.chunk_tokens)
    folder = index_folder(options.path, options.index_dir, recipe)
    embedder = load_embedder(options.embedding_model)
    states: Counter[str] = Counter()
    for event in ingest(options.path, folder=folder, recipe=recipe, embedder=embedder, rebuild=options.rebuild):
        match event:
            case Rebuilt(reason):
                print(f"the index is rebuilt: {reason}")
            case FileDone(source, state, note):
                states[state] += 1
                print(f"{state:10} {source}" + (f": {note}" if note else ""))
            case Finished(version, documents, chunks):
                counts = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
                print(f"{documents} documents, {chunks} chunks ({counts or 'no files'})")
                print(f"index {version} in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

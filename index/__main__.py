"""python -m index PATH: build or refresh the index of a folder, check it, mend it, list and remove indexes."""

import argparse
import logging
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from index.cached import cached_indexes, remove, remove_uploads, uploads
from index.checking import check, repair
from index.datatypes import QuotedError, SettingsError
from index.embedding import BUNDLED, load_embedder
from index.ingest import Begun, Embedded, Event, FileDone, Finished, Rebuilt, ingest
from index.opening import CHUNK_TOKENS, index_folder, make_fingerprint
from index.words import with_unseen_shown

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(format="%(message)s")
    try:
        return _run(options)
    except QuotedError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. What was done so far is kept; the same command goes on from there.", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description=__doc__)
    parser.add_argument("paths", nargs="*", help="folders or documents (the shipped documents, unless told)")
    parser.add_argument("--index-dir", metavar="FOLDER", help="where to keep the index (the user's cache, unless told)")
    parser.add_argument("--embedding-model", metavar="NAME", help="a sentence-transformers name or folder")
    parser.add_argument("--chunk-tokens", type=int, metavar="N", help="the size of a chunk")
    parser.add_argument(
        "--store", metavar="ADDRESS", help="where the vectors are: http://… (Chroma), milvus://… or FILE.db"
    )
    parser.add_argument("--settings", metavar="FILE", help="settings as TOML; the options above come before it")
    parser.add_argument("--rebuild", action="store_true", help="read and embed every file anew")
    parser.add_argument("--check", action="store_true", help="only say whether files, words and vectors agree")
    parser.add_argument("--repair", action="store_true", help="mend the index, then refresh it")
    parser.add_argument(
        "--list",
        action="store_true",
        help="list the indexes in the user's cache, those whose sources are gone, and the documents added in the page",
    )
    parser.add_argument(
        "--remove",
        action="store_true",
        help="remove the index of PATH, with all that it holds, and PATH itself where it is the page's documents; "
        "with --list, the indexes whose sources are gone",
    )
    return parser


def _run(options: argparse.Namespace) -> int:
    if options.list:
        return _list(remove_gone=options.remove)
    values = _values(options)
    sources = options.paths[0] if len(options.paths) == 1 else options.paths or None
    fingerprint = make_fingerprint(values["embedding_model"], values["chunk_tokens"], values["store"])
    folder = index_folder(sources, values["index_dir"], fingerprint)
    if options.remove:
        return _remove(folder, options.paths)
    embedder = load_embedder(values["embedding_model"])
    if options.check:
        findings = check(folder, fingerprint, embedder)
        print("\n".join(findings) or f"The index in {folder} is whole: files, words and vectors agree.")
        return 1 if findings else 0
    if options.repair:
        print("\n".join(repair(folder, fingerprint, embedder)))
    _show(ingest(sources, folder=folder, fingerprint=fingerprint, embedder=embedder, rebuild=options.rebuild), folder)
    return 0


def _values(options: argparse.Namespace) -> dict[str, Any]:
    """The settings of an index: of the command line, else of the settings' file, else as they are."""
    values: dict[str, Any] = {"embedding_model": BUNDLED, "chunk_tokens": CHUNK_TOKENS, "index_dir": None, "store": ""}
    if options.settings:
        try:
            read = tomllib.loads(Path(options.settings).read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"{options.settings} cannot be read as TOML settings: {error}") from error
        values |= {name: read[name] for name in values.keys() & read.keys()}
    told = {name: getattr(options, name) for name in values}
    return values | {name: value for name, value in told.items() if value is not None}


def _show(events: Iterator[Event], folder: Path) -> None:
    """List every file, with a bar below them where a person is looking."""
    states: Counter[str] = Counter()
    with tqdm(unit=" files", disable=not sys.stderr.isatty(), leave=False) as bar:
        for event in events:
            match event:
                case Rebuilt(reason):
                    bar.write(f"the index is made anew: {reason}")
                case Begun(source, file, files):
                    bar.total = files
                    bar.set_description_str(f"{with_unseen_shown(source)[:40]}, being read", refresh=False)
                    bar.update(file - 1 - bar.n)
                    bar.refresh()
                case Embedded(source, done, total, file, files):
                    bar.total = files
                    bar.set_description_str(
                        f"{with_unseen_shown(source)[:40]}, passage {done} of {total}", refresh=False
                    )
                    bar.update(file - 1 + done / total - bar.n)
                case FileDone(source, state, note):
                    states[state] += 1
                    bar.write(f"{state:10} {with_unseen_shown(source)}" + (f": {note}" if note else ""))
                case Finished(version, documents, chunks):
                    counts = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
                    bar.write(f"{documents} documents, {chunks} passages ({counts or 'no files'})")
                    bar.write(f"index {version} in {folder}")


def _remove(folder: Path, paths: list[str]) -> int:
    """Remove the index in `folder`, and those of its sources that are the page's documents."""
    removed = [path for path in paths if remove_uploads(Path(path))]
    if not folder.exists() and not removed:
        raise SettingsError(f"There is no index in {folder}, and nothing was removed.")
    if folder.exists():
        remove(folder)
        print(f"The index in {folder} is removed.")
    for path in removed:
        print(f"The documents in {path} are removed.")
    return 0


def _list(*, remove_gone: bool) -> int:
    """Every index in the user's cache; those whose sources are gone are removed, if told."""
    for found in cached_indexes():
        gone = "; its sources are gone" if found.is_gone else ""
        what = ", ".join(found.roots) or "of what, it does not say"
        print(f"{found.folder}: {what} ({found.documents} documents, {found.size / 2**20:.1f} MiB{gone})")
        if found.is_gone and remove_gone:
            remove(found.folder)
            print("removed")
    for given in uploads():
        print(f"{given.folder}: added in the page ({given.documents} documents, {given.size / 2**20:.1f} MiB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Sources → the folders that they name, and the place of every document below them.

Knows nothing of what is in the folders.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import not_
from pathlib import Path

from index.datatypes import SourcesError
from index.names import escape, unescape

Sources = str | Path | Sequence[str | Path] | None
"""What may be asked: a folder or a file, several of them, or None for the documents that ship."""

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that documents are read from: all of it, or only the `names` in it.

    `prefix` stands before the source of each of its documents: "" or "folder/".
    """

    folder: str
    prefix: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roots:
    """The folders of some sources. `missing` are those that do not exist now."""

    roots: tuple[Root, ...]
    missing: tuple[Root, ...] = ()

    def __str__(self) -> str:
        return ", ".join(root.folder for root in self.roots)

    def place(self, source: str) -> Path:
        """Where a document is. Raises SourcesError where it is not below the roots, links followed."""
        for root in self.roots:
            if source.startswith(root.prefix):
                name = unescape(source.removeprefix(root.prefix))
                if _stays_below(name) and (not root.names or name in root.names):
                    real = os.path.realpath(os.path.join(root.folder, name))
                    if is_below(real, root.folder) and os.path.isfile(real):
                        return Path(real)
        raise SourcesError(f"There is no document {source!r} in {self}. Name one by its path below the folder.")


def find_roots(sources: Sources) -> Roots:
    """The folders of the sources, in their order. Raises SourcesError where none of the sources exists."""
    named = [SEEDS] if sources is None else [sources] if isinstance(sources, str | Path) else list(sources)
    paths = list(dict.fromkeys(os.path.realpath(os.path.expanduser(each)) for each in named if "\0" not in str(each)))
    if not any(os.path.exists(path) for path in paths):
        what = " and no ".join(f"file or folder {str(each)!r}" for each in named) or "file or folder named"
        raise SourcesError(f"There is no {what}. Name a folder with documents, or a document.")
    folders: dict[str, tuple[str, ...]] = {}
    for path in paths:
        folder, name = os.path.split(path)
        if not _names_a_file(path):
            folders[path] = ()
        elif folders.get(folder) != ():  # else all of its folder is named
            folders[folder] = (*folders.get(folder, ()), name)
    roots = [Root(folder, prefix, folders[folder]) for folder, prefix in _prefixes(list(folders))]
    there = [os.path.exists(root.folder) for root in roots]
    return Roots(tuple(compress(roots, there)), tuple(compress(roots, map(not_, there))))


def _names_a_file(path: str) -> bool:
    """Whether a path is a file's; one that is gone is told by its suffix."""
    if os.path.exists(path):
        return not os.path.isdir(path)
    return bool(os.path.splitext(path)[1]) and os.path.isdir(os.path.dirname(path))


def _prefixes(folders: list[str]) -> Iterator[tuple[str, str]]:
    """Each folder with what stands before its sources: its name, with a number where another has it."""
    taken: set[str] = set()
    for folder in folders:
        name = wanted = escape(os.path.basename(folder)) or "files"
        number = 1
        while name in taken:
            number += 1
            name = f"{wanted} {number}"
        taken.add(name)
        yield folder, name + "/" if len(folders) > 1 else ""


def real_file(path: str) -> Path | None:
    """The file that a path of any kind leads to, if one is there."""
    real = os.path.realpath(os.path.expanduser(path)) if "\0" not in path else ""
    return Path(real) if os.path.isfile(real) else None


def is_below(path: str, folder: str) -> bool:
    """Whether a real path is inside a real folder."""
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _stays_below(name: str) -> bool:
    """Whether a name is of a file that is found: no way up or out, nothing hidden."""
    parts = name.split("/")
    return "\0" not in name and not os.path.isabs(name) and all(part and not part.startswith(".") for part in parts)

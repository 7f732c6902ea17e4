"""Sources → the files to read, and what is left out, with the reason.

Thousands of files are looked at again and again: paths are text here, no file is looked at twice,
and one that cannot be looked at stops nothing. Knows nothing of formats.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from index.names import escape
from index.roots import Root, Sources, find_roots, is_below


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file found below a root; `size` in bytes, and when its content and its entry last changed, in nanoseconds.

    `place` is its path as text, `source` its name below the roots: printable, with "/" everywhere.
    """

    place: str
    source: str
    size: int
    modified: int
    changed: int

    @property
    def stamp(self) -> tuple[int, int, int]:
        """What changes whenever the file is written, whatever its content."""
        return self.size, self.modified, self.changed

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.place)


@dataclass(frozen=True, slots=True)
class Problem:
    """What was left out, and why.

    `prefix` begins the sources of the documents that could not be looked for: whoever knows such
    documents cannot say that they are gone. None where there can be none.
    """

    source: str
    reason: str
    prefix: str | None = None

    def hides(self, source: str) -> bool:
        """Whether a document of this name may be there all the same."""
        if self.prefix is None:
            return False
        return source == self.prefix or (
            (self.prefix.endswith("/") or not self.prefix) and source.startswith(self.prefix)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The files, by name, and the problems.

    `empty` are the prefixes of the roots that hold nothing at all: so does a folder on which a disk
    is not mounted, so that whoever knows documents in it should not forget them unasked.
    """

    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
    empty: tuple[str, ...] = ()


def find_files(sources: Sources) -> Found:
    """Every visible file of the sources. Raises SourcesError where none of the sources exists."""
    roots = find_roots(sources)
    found = [
        Problem(root.prefix.rstrip("/"), f"there is no file or folder {root.folder!r}", root.prefix)
        for root in roots.missing
    ]
    files: list[SourceFile] = []
    empty = []
    for root in roots.roots:
        seen = list(_named(root) if root.names else _walk(root))
        files += [each for each in seen if isinstance(each, SourceFile)]
        found += [each for each in seen if isinstance(each, Problem)]
        if not seen and not _holds_anything(root.folder):
            empty.append(root.prefix)
    files.sort(key=lambda file: file.source)
    return Found(tuple(files), tuple(sorted(found, key=lambda problem: problem.source)), tuple(empty))


def _named(root: Root) -> Iterator[SourceFile | Problem]:
    """The files that were named one by one."""
    for name in root.names:
        yield _file(os.path.join(root.folder, name), root.prefix + escape(name))


def _walk(root: Root) -> Iterator[SourceFile | Problem]:
    """The files of a folder and its subfolders, however deep."""
    folders = [(root.folder, root.prefix)]
    while folders:
        folder, below = folders.pop()
        try:
            with os.scandir(folder) as scan:
                entries = list(scan)
        except OSError as error:  # not ours to read, or gone meanwhile
            yield Problem(below.rstrip("/") or escape(folder), f"the folder cannot be read ({error.strerror})", below)
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            source = below + escape(entry.name)
            if _is_folder(entry):
                folders.append((entry.path, source + "/"))
            elif not entry.is_symlink():
                yield _file(entry, source)
            elif found := _linked(entry, source, root):
                yield found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # looked at again as a file, which says what is wrong
        return False


def _linked(entry: os.DirEntry[str], source: str, root: Root) -> SourceFile | Problem | None:
    """What a link leads to; None for a folder below the root, whose files have names of their own."""
    target = os.path.realpath(entry.path)
    if os.path.islink(target):
        return Problem(source, "it is a link that leads back to itself")
    if not is_below(target, root.folder) and target != root.folder:
        return Problem(source, "it is a link that leads out of the folder")
    return None if os.path.isdir(target) else _file(entry, source)


def _file(place: str | os.DirEntry[str], source: str) -> SourceFile | Problem:
    try:
        stat = os.stat(place) if isinstance(place, str) else place.stat()
    except FileNotFoundError:
        return Problem(source, "it is a link that leads nowhere, or a file that went away")
    except OSError as error:
        return Problem(source, f"it cannot be looked at ({error.strerror})", source)
    if not S_ISREG(stat.st_mode):
        return Problem(source, "it is no ordinary file, but a pipe, a socket or a device")
    return SourceFile(os.fspath(place), source, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def _holds_anything(folder: str) -> bool:
    with os.scandir(folder) as scan:
        return any(scan)

"""File → Document, one function a suffix. Knows nothing of chunks or of the index."""

import codecs
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from index.datatypes import Document, DocumentError, SourcesError

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
MAX_BYTES = 64 * 2**20

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TITLE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file found below the sources' root; `size` in bytes, `modified` in nanoseconds.

    `place` is its path as text: thousands of Paths for every question would take longer than the search.
    """

    place: str
    source: str
    size: int
    modified: int

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.place)


def sources_root(sources: str | Path | None) -> Path:
    """The folder that `Citation.source` counts from: the folder itself, or a single file's parent."""
    path = Path(SEEDS if sources is None else sources).expanduser()
    if not path.exists():
        raise SourcesError(
            f"There is no file or folder {str(path)!r}. Name a folder with documents, "
            f"or one document ({readable_suffixes()})."
        )
    return path.resolve() if path.is_dir() else path.resolve().parent


def find_files(sources: str | Path | None) -> list[SourceFile]:
    """Every visible file of the sources, sorted by name; links that lead outside are left out."""
    root = sources_root(sources)
    chosen = Path(SEEDS if sources is None else sources).expanduser()
    if not chosen.is_dir():
        path, stat = chosen.resolve(), chosen.stat()
        return [SourceFile(str(path), path.name, stat.st_size, stat.st_mtime_ns)] if S_ISREG(stat.st_mode) else []
    return sorted(_walk(str(root), "", root), key=lambda file: file.source)


def _walk(folder: str, below: str, root: Path) -> Iterator[SourceFile]:
    """The files of a folder and its subfolders; asked for every question, so nothing is looked up twice."""
    try:
        entries = list(os.scandir(folder))
    except OSError:  # not ours to read, or gone meanwhile
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        source = below + entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, source + "/", root)
        elif not entry.is_symlink() or Path(entry.path).resolve().is_relative_to(root):
            try:
                stat = entry.stat()
            except OSError:  # a dangling link, or a file that went away meanwhile
                continue
            if S_ISREG(stat.st_mode):
                yield SourceFile(entry.path, source, stat.st_size, stat.st_mtime_ns)


def load(file: SourceFile) -> Document:
    """Read one file. DocumentError says why it cannot be read and what to do."""
    loader = LOADERS.get(file.path.suffix.lower())
    if loader is None:
        raise DocumentError(
            f"{file.path.suffix or 'a file without a suffix'} is not read; save it as {readable_suffixes()}."
        )
    if file.size > MAX_BYTES:
        raise DocumentError(f"it has {file.size / 2**20:.0f} MiB, the limit is {MAX_BYTES // 2**20} MiB; split it.")
    try:
        data = file.path.read_bytes()
    except OSError as error:
        raise DocumentError(f"it cannot be opened ({error.strerror}); check its permissions.") from error
    text, note = loader(data)
    if not text.strip():
        raise DocumentError("it is empty.")
    title = _title(text) or Path(file.source).stem
    return Document(hashlib.sha256(data).hexdigest(), file.source, title, text, note)


def load_text(data: bytes) -> tuple[str, str]:
    """The text of a plain-text file, and what was odd about it. Line ends become "\\n"."""
    text, note = _decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n"), note


def _decode(data: bytes) -> tuple[str, str]:
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        # Cut off inside its last character: what is whole is kept, and nothing is guessed.
        if error.reason in ("unexpected end of data", "truncated data") and error.start > 0:
            cut = f"cut off in the middle of a character; its last {len(data) - error.start} byte(s) are left out"
            return data[: error.start].decode(encoding), cut
        return _guess(data)
    if "\0" in text:
        raise DocumentError("it is binary, not text.")
    return text, ""


def _guess(data: bytes) -> tuple[str, str]:
    """Decode with the encoding that charset-normalizer finds likeliest."""
    if b"\0" in data:
        raise DocumentError("it is binary, not text.")
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise DocumentError("it is binary, or text in an unknown encoding; save it as UTF-8.")
    return str(best), f"read as {best.encoding}"


def _title(text: str) -> str:
    """The first line, where it looks like a title: a Markdown heading, or short and unpunctuated."""
    first = text.lstrip().split("\n", 1)[0].strip()
    heading = re.match(r"#{1,6}\s+(.+?)\s*#*$", first)
    if heading:
        return heading[1][:_TITLE_LENGTH]
    return first if len(first) <= _TITLE_LENGTH and first[-1:] not in '.!?:;,"”' else ""


LOADERS: dict[str, Callable[[bytes], tuple[str, str]]] = {".txt": load_text, ".md": load_text}


def readable_suffixes() -> str:
    """The suffixes that can be read, for messages."""
    return " or ".join(LOADERS)


def open_document(source: str | Path, sources: str | Path | None = None) -> Document:
    """The document that a citation names.

    `source` is a citation's source, counted from the root of `sources`. Where no sources are named
    it may also be any path to a file; else it counts from the documents that ship with the project.
    """
    root = sources_root(sources)
    path = (root / source).resolve()
    if sources is None and not path.is_file():
        path = Path(source).expanduser().resolve()
    if not path.is_file():
        raise SourcesError(f"There is no document {str(source)!r} in {str(root)!r}.")
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    stat = path.stat()
    return load(SourceFile(str(path), name, stat.st_size, stat.st_mtime_ns))

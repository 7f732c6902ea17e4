"""The folder of an index: what is in it, who may write it, and how its own files are removed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.datatypes import IndexLockedError, IndexUnreachableError, SettingsError

LOCK_SECONDS = 600.0
CATALOG, VECTORS = "catalog.db", "vectors"
_OWN_NAMES = {"lock", CATALOG, f"{CATALOG}-wal", f"{CATALOG}-shm", f"{CATALOG}-journal", VECTORS}
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini", ".directory"}
"""What desktops leave in any folder that they show."""


@contextmanager
def writer_lock(folder: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """One writer at a time: a second one waits, and gives up after some seconds."""
    check_folder(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / "lock", timeout=seconds, mode=0o600):
            yield
    except Timeout as error:
        raise IndexLockedError(
            f"Another process has been writing the index in {folder} for {seconds:.0f} s. "
            "Wait for it, or end it, and try again."
        ) from error
    except OSError as error:
        raise IndexUnreachableError(
            f"The index cannot be written in {folder} ({error.strerror}). Make room there, or keep it elsewhere: "
            "index_dir in the settings, --index-dir of python -m index."
        ) from error


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds anything else: what a person put there is never thrown away."""
    others = {path.name for path in folder.iterdir()} - _OWN_NAMES - _LITTER if folder.is_dir() else set()
    if others:
        raise SettingsError(
            f"{folder} holds {sorted(others)[0]!r}, so it is not an index folder. Name an empty or a new folder."
        )


def wipe(folder: Path, *, keep_catalog: bool = False) -> None:
    """Remove the index's own files from its folder."""
    for name in () if keep_catalog else _OWN_NAMES - {"lock", VECTORS}:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / VECTORS, ignore_errors=True)

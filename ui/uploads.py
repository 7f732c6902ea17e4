"""Files that a browser has sent → a person's library."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index import QuotedError
from ui.people import Person


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file that was sent; `problem` says why it was not taken in."""

    name: str
    problem: str = ""


def take_in(person: Person, files: Iterable[Path]) -> list[Taken]:
    """Move the files into a person's library, and begin to read them; what was not taken is deleted."""
    taken = []
    for file in files:
        try:
            taken.append(Taken(person.library.add(file, file.name)))
        except QuotedError as error:
            taken.append(Taken(file.name, str(error)))
        finally:
            file.unlink(missing_ok=True)
    person.indexing.start()
    return taken

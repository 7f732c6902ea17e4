"""Who asks, and what is theirs: a library, conversations, and a look at the files beside the questions."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from index.cached import UPLOADS
from qa import Settings
from ui.conversations import Conversations
from ui.indexing import Indexing
from ui.library import Library
from ui.limits import LIMITS, Limits
from ui.suggesting import Suggesting

LOCAL = ""
"""The name of the one person at this machine, where there are no accounts."""


@dataclass(frozen=True)
class Person:
    """One person. `name` is that of their account, or LOCAL."""

    name: str
    library: Library
    conversations: Conversations
    indexing: Indexing
    suggesting: Suggesting
    feedback: Path


@dataclass
class People:
    """Everybody's, below the folder `data`; nobody's is made before they come."""

    named: tuple[Path, ...] | None
    settings: Settings
    data: Path
    limits: Limits = LIMITS
    _known: dict[str, Person] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def person(self, name: str = LOCAL) -> Person:
        """The person of a name; their files are looked at from the first time on that they are asked for."""
        with self._lock:
            if name not in self._known:
                self._known[name] = self._make(name)
                self._known[name].indexing.start()
            return self._known[name]

    def close(self) -> None:
        """End what goes on beside the questions."""
        for person in self._known.values():
            person.indexing.stop()
            person.suggesting.stop()

    def _make(self, name: str) -> Person:
        folder = self.data / "users" / name if name else self.data / "local"
        library = Library(self.named, folder / UPLOADS, self.settings, self.limits)
        conversations = Conversations(folder / "conversations.db", most=self.limits.conversations)
        feedback = folder / "feedback.jsonl" if name else self.data / "feedback.jsonl"
        suggesting = Suggesting(library)
        return Person(name, library, conversations, Indexing(library, suggesting.start), suggesting, feedback)

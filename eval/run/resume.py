"""Answers kept as they come, so that a run that was ended goes on where it stopped.

The first line of the file says what was asked of what: where it differs, the run starts anew. Then
comes a line an answer. Scores are not kept but taken anew, and questions that raised are asked again.
"""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ValidationError

from qa import Answer


@dataclass(frozen=True, slots=True)
class Attempt:
    """What asking a question gave: the answer, or the error in its place, and the seconds it took."""

    answer: Answer | None
    seconds: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the answers of a run depend on."""

    questions_sha256: str
    settings_hash: str
    index_version: str
    software: str


class _Line(BaseModel):
    id: str
    seconds: float
    answer: Answer


class KeptAnswers:
    """The answers of a run by question id: at first those that the file holds under the same conditions.

    Without a path nothing is kept on disk.
    """

    def __init__(self, path: str | Path | None, conditions: Conditions) -> None:
        self._path = Path(path) if path else None
        self.attempts: dict[str, Attempt] = {}
        if self._path:
            first = json.dumps(dataclasses.asdict(conditions))
            lines = _lines(self._path, first, conditions.index_version)
            self.attempts = {line.id: Attempt(line.answer, line.seconds) for line in lines}
            # Written anew as a whole: what was torn is gone, and a run beside this one keeps its own file.
            fresh = self._path.with_name(f"{self._path.name}.new")
            fresh.write_text("".join(f"{line}\n" for line in (first, *map(_Line.model_dump_json, lines))), "utf-8")
            fresh.replace(self._path)

    def keep(self, question_id: str, attempt: Attempt) -> None:
        """Add an answer, also to the file; an error not to that, for the next run may fare better."""
        self.attempts[question_id] = attempt
        if self._path and attempt.answer:
            line = _Line(id=question_id, seconds=attempt.seconds, answer=attempt.answer)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{line.model_dump_json()}\n")


def _lines(path: Path, first: str, index_version: str) -> list[_Line]:
    """The whole lines of a file that begins with `first`; answers from an index that changed are left out."""
    try:
        header, *rest = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    lines = [_parsed(line) for line in rest] if header == first.encode() else []
    return [line for line in lines if line and line.answer.index_version == index_version]


def _parsed(line: bytes) -> _Line | None:
    """A line, unless it is torn: the end of the file is where the run was killed."""
    try:
        return _Line.model_validate_json(line)
    except ValidationError:
        return None


def software_hash(*packages: str) -> str:
    """Twelve hex digits that change with the packages' code, and with the weights that lie beside it."""
    digest = hashlib.sha256()
    for package in packages:
        folder = Path(str(files(package)))
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder.parent).as_posix()} {content}\n".encode())
    return digest.hexdigest()[:12]

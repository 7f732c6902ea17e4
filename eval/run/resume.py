"""Answers kept as they come, so that an interrupted run resumes where it stopped.

The first line of the file states the conditions of the run: where they differ, the run starts anew.
Then comes a line an answer. Scores are computed anew, and questions that raised are asked again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from qa import Answer


@dataclass(frozen=True, slots=True)
class Attempt:
    """What asking a question gave: the answer, or the error in its place, and the seconds it took."""

    answer: Answer | None
    seconds: float
    error: str = ""


class Conditions(BaseModel):
    """What the answers of a run depend on."""

    model_config = ConfigDict(frozen=True)

    questions_sha256: str
    settings_hash: str
    index_version: str
    software: str


class _Line(BaseModel):
    id: str
    seconds: float
    answer: Answer


class KeptAnswers:
    """The attempts of a run by question id: at first the answers that the file holds under the same conditions.

    Without a path nothing is kept on disk.
    """

    def __init__(self, path: str | Path | None, conditions: Conditions) -> None:
        self._path = Path(path) if path else None
        self._attempts: dict[str, Attempt] = {}
        if self._path:
            lines = _lines(self._path, conditions)
            self._attempts = {line.id: Attempt(line.answer, line.seconds) for line in lines}
            # Rewritten as a whole: a torn line is gone, and a run beside this one keeps its own file.
            fresh = self._path.with_name(f"{self._path.name}.new")
            fresh.write_text("".join(f"{line.model_dump_json()}\n" for line in (conditions, *lines)), "utf-8")
            fresh.replace(self._path)

    def __contains__(self, question_id: str) -> bool:
        return question_id in self._attempts

    def get(self, question_id: str, ask: Callable[[], Attempt]) -> Attempt:
        """The attempt at a question, made by `ask` unless it is kept; an error is not written to the file."""
        if question_id not in self._attempts:
            attempt = self._attempts[question_id] = ask()
            if self._path and attempt.answer:
                line = _Line(id=question_id, seconds=attempt.seconds, answer=attempt.answer)
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(f"{line.model_dump_json()}\n")
        return self._attempts[question_id]


def _lines(path: Path, conditions: Conditions) -> list[_Line]:
    """The whole lines of a file made under these conditions; answers from an index that changed are left out."""
    try:
        header, *rest = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    lines = map(_parsed, rest if header == conditions.model_dump_json().encode() else [])
    return [line for line in lines if line and line.answer.index_version == conditions.index_version]


def _parsed(line: bytes) -> _Line | None:
    """A line, unless it is torn: the end of the file is where the run was killed."""
    try:
        return _Line.model_validate_json(line)
    except ValidationError:
        return None


def software_hash(*packages: str) -> str:
    """Twelve hex digits that change with the packages' code, and with the weights beside it."""
    digest = hashlib.sha256()
    for package in packages:
        folder = Path(str(files(package)))
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder.parent).as_posix()} {content}\n".encode())
    return digest.hexdigest()[:12]

"""eval.json, or the Report it is made from → a run as a comparison needs it: a row a question."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.measures.answer import Verdict
from eval.questions.schema import Split
from eval.report.files import to_json
from eval.report.report import Report
from index import QuotedError


class ComparisonError(QuotedError):
    """Two runs cannot be compared."""


class Row(BaseModel):
    """How one question went. `scores` are as eval/measures/answer.py names them."""

    model_config = ConfigDict(frozen=True)

    id: str
    split: Split
    cluster: str
    verdict: Verdict | Literal["unscored"]
    scores: dict[str, Any] | None

    @property
    def right(self) -> bool:
        """Whether it was answered right, or rightly not answered."""
        return self.verdict in ("right", "abstained")


class RunFile(BaseModel):
    """What was asked, with which settings, of which index, and how it went."""

    model_config = ConfigDict(frozen=True)

    questions_file: str
    questions_sha256: str
    settings_hash: str
    index_versions: tuple[str, ...]
    rows: tuple[Row, ...]

    def require(self, questions_file: str, questions_sha256: str) -> None:
        """Raise ComparisonError where another run, of these questions, asked something else."""
        if self.questions_sha256 != questions_sha256:
            raise ComparisonError(
                f"The two runs asked different questions: {self.questions_file} with the SHA-256 "
                f"{self.questions_sha256[:12]}…, and {questions_file} with {questions_sha256[:12]}…. "
                "Run both on the same file."
            )


def read_run(path: str | Path) -> RunFile:
    """The run of an eval.json. Raises ComparisonError where it is none, or of another version."""
    try:
        return RunFile.model_validate_json(Path(path).read_bytes())
    except OSError as error:
        raise ComparisonError(f"{path} cannot be read: {error}. Name the eval.json of a run.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole file"
        raise ComparisonError(
            f"{path} is no eval.json of this version: {where}: {first['msg']}. Make the run anew."
        ) from error


def run_of(report: Report) -> RunFile:
    """The run of a report."""
    return RunFile.model_validate_json(to_json(report))

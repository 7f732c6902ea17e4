"""The one settings object. Loaded once at the edge; below it, plain keyword arguments."""

import dataclasses
import hashlib
import json
import math
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from index import Index, Sources, open_index
from index.datatypes import SettingsError
from index.embedding import BUNDLED
from index.ingest import Event
from index.opening import CHUNK_TOKENS
from qa import risk
from qa.calibration import load_calibration
from qa.llm import LLM

_NONE = type(None)
_KINDS: dict[str, tuple[type, ...]] = {
    "embedding_model": (str,),
    "chunk_tokens": (int,),
    "index_dir": (type(Path()), _NONE),
    "store": (str,),
    "hits": (int,),
    "unanswerable_share": (int, float),
    "min_confidence": (int, float),
    "calibration": (type(Path()), _NONE),
    "llm": (str,),
    "llm_seconds": (int, float),
}
"""The types of each setting; bool, which Python counts among the numbers, is none of them."""
_LEAST = math.ulp(0.0)
"""The least confidence there is: where nothing at all was found, nothing can be given."""
_RANGES = (
    ("hits", 1, 50),
    ("unanswerable_share", 0.01, 0.99),
    ("min_confidence", 0.0, 1.0),
    ("llm_seconds", 1, 600),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may change. Unknown keys are refused.

    embedding_model  the bundled model's package name, or any sentence-transformers name or folder
    chunk_tokens     the most tokens of the embedding model that a chunk may have
    index_dir        the folder of the index; None keeps it in the user's cache folder
    store            where the vectors are: "" beside the index, or the address of a Chroma or Milvus server
    hits             how many chunks the search hands to the reader
    unanswerable_share  the share of your questions that the documents are likely not to answer; the
                     confidence of an answer supposes it (qa/calibration.py)
    min_confidence   an answer that is less probably right than this is not given
    max_error        at most this share of all questions may get a wrong answer, in expectation; sets the
                     least confidence in the place of min_confidence (qa/risk.py says when it holds)
    calibration      a file of python -m eval calibrate, to compute max_error by; None is the shipped one
    llm              an LLM that writes the answer, each sentence checked (qa/llm.py says how it is named); the
                     environment's QUOTED_LLM unless told, and "" for none: the quotes are the answer
    llm_seconds      an LLM that is not done after so many seconds is not waited for
    """

    embedding_model: str = BUNDLED
    chunk_tokens: int = CHUNK_TOKENS
    index_dir: Path | None = None
    store: str = ""
    hits: int = 10
    unanswerable_share: float = 0.25
    min_confidence: float = 0.45
    max_error: float | None = None
    calibration: Path | None = None
    llm: str = field(default_factory=lambda: os.environ.get("QUOTED_LLM", ""))
    llm_seconds: float = 30

    def __post_init__(self) -> None:
        for name, kinds in _KINDS.items():
            if type(value := getattr(self, name)) not in kinds:
                raise SettingsError(f"{name} is {value!r}; it can be {' or '.join(map(_named, kinds))}.")
        for name, lowest, highest in _RANGES:
            if not lowest <= (value := getattr(self, name)) <= highest:
                raise SettingsError(f"{name} is {value!r}; it can be {lowest} to {highest}.")
        if self.max_error is not None and not (isinstance(self.max_error, int | float) and 0 < self.max_error < 1):
            raise SettingsError(f"max_error is {self.max_error!r}; it can be more than 0 and less than 1.")
        if self.llm:
            LLM.named(self.llm)
        if self.max_error is not None or self.calibration is not None:
            self._sample()  # what is wrong with the file is said here, not at the first question

    @classmethod
    def from_mapping(cls, values: dict[str, Any]) -> Self:
        """Settings from keys and values; the rest keep their defaults."""
        known = [field.name for field in dataclasses.fields(cls)]
        if unknown := sorted(values.keys() - set(known)):
            raise SettingsError(f"There is no setting {unknown[0]!r}. The settings are: {', '.join(known)}.")
        paths = {name: Path(values[name]) for name in ("index_dir", "calibration") if values.get(name) is not None}
        return cls(**{**values, **paths})

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Settings from a TOML file."""
        try:
            values = tomllib.loads(Path(path).read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"{path} cannot be read as TOML settings: {error}") from error
        return cls.from_mapping(values)

    def open_index(self, sources: Sources, on_event: Callable[[Event], None] | None = None) -> Index:
        """The index that these settings answer from, as the sources are now; `on_event` is told how."""
        return open_index(
            sources,
            index_dir=self.index_dir,
            embedding_model=self.embedding_model,
            chunk_tokens=self.chunk_tokens,
            store=self.store,
            on_event=on_event,
        )

    def holding_nothing_back(self) -> Self:
        """These settings as a sample for error budgets is made with: every answer given, at the curve's own share."""
        share = load_calibration().unanswerable
        return dataclasses.replace(self, min_confidence=_LEAST, max_error=None, unanswerable_share=share)

    @property
    def threshold(self) -> float:
        """The least confidence at which an answer is given; above 1 none is."""
        if self.max_error is None:
            return self.min_confidence
        least = risk.threshold(self._sample().scored, self.max_error)
        if least > 1:
            return least
        # The sample's confidences are of the share that it was drawn with; what ties with the last wrong one is kept.
        return math.nextafter(load_calibration().shifted(least, self.unanswerable_share), math.inf)

    @property
    def guarantee(self) -> str:
        """What `max_error` guarantees, in plain words; "" without it."""
        return "" if self.max_error is None else risk.guarantee(self.max_error, self._sample())

    def _sample(self) -> risk.Sample:
        return risk.load_scored(self.calibration or risk.SHIPPED)

    @property
    def hash(self) -> str:
        """Twelve hex digits that change with every setting that can change an answer."""
        values = dataclasses.asdict(self)
        del values["index_dir"], values["store"], values["llm_seconds"]
        if self.calibration:
            values["calibration"] = hashlib.sha256(self.calibration.read_bytes()).hexdigest()
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]


def _named(kind: type) -> str:
    """A type as a person calls it."""
    names = {int: "a whole number", float: "a number", str: "a text", _NONE: "left out"}
    return names.get(kind, "a path")

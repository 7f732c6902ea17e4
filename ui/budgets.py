"""The error budgets that a person can choose from, and what each guarantees."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa import Settings

SHARES = (0.1, 0.05, 0.02)


@dataclass(frozen=True, slots=True)
class Budget:
    """At most this share of all questions gets a wrong answer; None is no budget. One of them is chosen at first."""

    share: float | None
    name: str
    guarantee: str = ""
    chosen: bool = False


def budgets(settings: Settings) -> Sequence[Budget]:
    """No budget, the usual ones, and that of the settings. Raises SettingsError where the calibration is damaged."""
    shares = sorted({*SHARES, *filter(None, [settings.max_error])}, reverse=True)
    none = Budget(None, "where the words fit well enough", chosen=settings.max_error is None)
    return [none, *(_budget(share, settings) for share in shares)]


def _budget(share: float, settings: Settings) -> Budget:
    name = f"with at most {100 * share:g} % of all questions wrong"
    return Budget(share, name, replace(settings, max_error=share).guarantee, share == settings.max_error)

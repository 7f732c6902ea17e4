"""What is shown of an answer before it is whole: the sentences of an LLM, by who asks and the question's token."""

from collections.abc import Iterable

from qa import Answer, Shown

Key = tuple[str, str]


class Writing:
    """The answers that are being written."""

    def __init__(self) -> None:
        self._shown: dict[Key, list[Shown]] = {}

    def whole(self, key: Key, parts: Iterable[Shown | Answer]) -> Answer:
        """The answer, once it is whole; until then its sentences can be had."""
        shown = self._shown[key] = []
        try:
            for part in parts:
                if isinstance(part, Answer):
                    return part
                shown.append(part)
        finally:
            self._shown.pop(key, None)
        raise AssertionError("an answer comes last")

    def so_far(self, key: Key) -> tuple[Shown, ...]:
        """The sentences of an answer that is not whole yet; none of any other."""
        return tuple(self._shown.get(key, ()))

"""Questions in other words: some of their words changed for others of the same meaning.

People ask with other words than the text's; SQuAD's questions were written with the paragraph in
view. The synonyms are WordNet's (Miller 1995), of a word's two commonest senses, in the same form,
and of words that the training texts use.
"""

import random
import re
from collections.abc import Container
from functools import cached_property
from pathlib import Path

from index.words import STOP_WORDS

PARTS_OF_SPEECH = {"VERB": "verb", "NOUN": "noun", "ADJ": "adj"}
SENSES = 2
CHANGED = 0.5
"""Of the words that have synonyms, so many are changed."""
_WORD = re.compile(r"\b[a-z]{4,}\b")


class Thesaurus:
    """The `dict` folder of WordNet 3: index.noun, data.noun and so on. `common` are the words to choose from."""

    def __init__(self, folder: Path, common: Container[str]) -> None:
        self._folder, self._common = folder, common
        self._known: dict[str, list[str]] = {}

    def in_other_words(self, question: str, draw: random.Random) -> str:
        """The question with some of its words changed; names and little words stay."""

        def other(match: re.Match[str]) -> str:
            word = match.group()
            if word in STOP_WORDS or draw.random() > CHANGED:
                return word
            if word not in self._known:
                self._known[word] = self._synonyms(word)
            return draw.choice(self._known[word] or [word])

        return _WORD.sub(other, question)

    def _synonyms(self, word: str) -> list[str]:
        """The synonyms of a word in the word's own form (plural, past and so on)."""
        from lemminflect import getAllInflections, getAllLemmas, getInflection

        found: list[list[str]] = []
        for upos, lemmas in getAllLemmas(word).items():
            for synonym in self._of_lemma(PARTS_OF_SPEECH.get(upos, ""), lemmas[0]):
                forms = getAllInflections(lemmas[0], upos)
                tag = next((tag for tag, spelt in forms.items() if word in spelt), None)
                first, last = synonym.split("_"), list[str]()
                if upos == "NOUN":  # "prison house" → "prison houses", but "pick apart" → "picked apart"
                    first, last = first[-1:], first[:-1]
                inflected = getInflection(first[0], tag) if tag else ()
                found += [[*last, inflected[0], *first[1:]]] if inflected else []
        return sorted({" ".join(each) for each in found if all(part in self._common for part in each)} - {word})

    def _of_lemma(self, part: str, lemma: str) -> list[str]:
        offsets = self._senses.get((part, lemma), [])[:SENSES]
        return [word for offset in offsets for word in self._words(part, offset) if word.islower() and word != lemma]

    @cached_property
    def _senses(self) -> dict[tuple[str, str], list[str]]:
        """The places of a lemma's meanings in the data file, the commonest first."""
        senses = {}
        for part in PARTS_OF_SPEECH.values():
            for line in (self._folder / f"index.{part}").read_text("ascii").splitlines():
                if not line.startswith(" "):
                    fields = line.split()
                    senses[part, fields[0]] = fields[-int(fields[2]) :]
        return senses

    @cached_property
    def _data(self) -> dict[str, str]:
        return {part: (self._folder / f"data.{part}").read_text("ascii") for part in PARTS_OF_SPEECH.values()}

    def _words(self, part: str, offset: str) -> list[str]:
        fields = self._data[part][int(offset) :].split("\n", 1)[0].split()
        return [re.sub(r"\(.*\)", "", word) for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]

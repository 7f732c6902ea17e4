import random

import pytest

from training.synonyms import Thesaurus

SYNSETS = {
    "noun": ["bridge span", "prison prison_house jail", "lawyer attorney"],
    "verb": ["criticize pick_apart knock"],
    "adj": ["large big"],
}


@pytest.fixture
def wordnet(tmp_path):
    """A WordNet of five meanings, in its own layout."""
    for part, synsets in SYNSETS.items():
        data, index = "  the licence\n", "  the licence\n"
        for synset in synsets:
            words = synset.split()
            offset = f"{len(data):08d}"
            data += f"{offset} 06 {part[0]} {len(words):02x} {' '.join(f'{word} 0' for word in words)} 000 | a gloss\n"
            index += "".join(f"{word} {part[0]} 1 0 1 1 {offset}\n" for word in words)
        (tmp_path / f"data.{part}").write_text(data)
        (tmp_path / f"index.{part}").write_text(index)
    return tmp_path


COMMON = frozenset("span spans jail jails prison house houses attorney attorneys big picked apart".split())


def reworded(wordnet, question: str) -> set[str]:
    thesaurus = Thesaurus(wordnet, COMMON)
    return {thesaurus.in_other_words(question, random.Random(seed)) for seed in range(60)}


def test_words_come_in_the_form_of_the_word_they_replace(wordnet):
    assert reworded(wordnet, "Which prisons are there?") == {
        "Which prisons are there?",
        "Which jails are there?",
        "Which prison houses are there?",
    }
    assert "Who picked apart it?" in reworded(wordnet, "Who criticized it?")


def test_names_little_words_and_rare_synonyms_stay_out(wordnet):
    assert reworded(wordnet, "Was Bridge there?") == {"Was Bridge there?"}
    assert not any("knocked" in question for question in reworded(wordnet, "Who criticized it?"))

import pytest

from qa.literals import all_figures, figures, names, without


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("twelve million euros", "12,000,000 euros"),
        ("12 million euros", "12 000 000 euros".replace(" 0", "\u00a00")),
        ("3 May 1998", "1998-05-03"),
        ("May 3rd, 1998", "3.5.1998".replace(".", "/")),
        ("2.50 %", "2.5 %"),
        ("the 1990s", "1990s"),
        ("twenty-one boats", "21 boats"),
    ],
)
def test_the_same_figures_written_otherwise(one, other):
    assert figures(one) and figures(one) == figures(other)


def test_a_number_in_words_that_need_not_be_one_is_not_asked_for():
    assert figures("One of them") == set()
    assert all_figures("One of them") == {"1"}


def test_endless_digits_are_a_figure_too():
    assert len(figures("9" * 5000)) == 1


def test_names_are_what_is_capitalised_without_need():
    assert names("Piet Holm retired to Bremen in May 1998.") == {"piet", "holm", "bremen"}
    assert names("Construction began at once.") == set()
    assert names("The mayor of Málaga’s port met NATO.") == {"malaga", "nato"}
    assert names("") == set()


def test_names_are_compared_as_words_are_searched():
    assert without({"malaga", "holms"}, "Piet Holm of MÁLAGA") == []
    assert without({"malaga", "kiel"}, "Piet Holm of Málaga") == ["kiel"]

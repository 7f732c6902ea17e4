import pytest

from training.measures import exact_match, f1, normalised


def test_normalising_as_the_official_script_does():
    assert normalised("The  Long, Bridge's end!") == ["long", "bridges", "end"]


@pytest.mark.parametrize(
    ("answer", "accepted", "match", "overlap"),
    [
        ("the bridge", ["Bridge"], 1, 1),
        ("3 May 1998", ["May 1998", "1999"], 0, 0.8),
        ("ferry", ["bridge"], 0, 0),
        ("the", ["a"], 1, 1),
        ("", ["bridge"], 0, 0),
    ],
)
def test_exact_match_and_f1_by_hand(answer, accepted, match, overlap):
    assert exact_match(answer, accepted) == match
    assert f1(answer, accepted) == pytest.approx(overlap)

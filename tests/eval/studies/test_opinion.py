import json

import numpy as np
import pytest

from eval.studies.opinion import Row, weights, write
from index import QuotedError
from qa.second_opinion import FILE


def drawn(count: int) -> list[Row]:
    """Rows that are right by p = 1 / (1 + exp(-(-1 + 2 a)))."""
    draw = np.random.default_rng(0)
    signs = draw.normal(size=count)
    right = draw.random(count) < 1 / (1 + np.exp(1 - 2 * signs))
    return [Row((float(sign),), 1.0, bool(yes)) for sign, yes in zip(signs, right, strict=True)]


def test_the_weights_are_those_that_the_rows_were_drawn_by():
    assert weights(drawn(3000)) == pytest.approx([-1.0, 2.0], abs=0.3)


def test_a_sentence_counts_for_its_share_of_a_question():
    rows = [Row((0.0,), 1.0, True), *[Row((0.0,), 1 / 9, False)] * 9]
    assert weights(rows)[0] == pytest.approx(0.0, abs=0.01)


def test_what_cannot_be_told_apart_is_refused():
    with pytest.raises(QuotedError, match="right and wrong"):
        weights([Row((0.0,), 1.0, True)])


def test_it_writes_what_the_second_opinion_reads(tmp_path):
    one = [Row((sign, sign, 1.0), 1.0, sign > 0) for sign in (-1.0, 1.0)]
    write(
        tmp_path / "fitted.json", one, [Row(row.signs[:1], 1.0, row.right) for row in one], "two questions", "by hand"
    )
    fitted, shipped = (json.loads(path.read_text("utf-8")) for path in (tmp_path / "fitted.json", FILE))
    assert fitted.keys() == shipped.keys()
    assert [len(fitted[name]) for name in ("written", "abstained")] == [
        len(shipped[name]) for name in ("written", "abstained")
    ]

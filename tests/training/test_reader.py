from itertools import islice

import pytest
import torch

from training.examples import CONTRADICTED, SUPPORTED, UNMENTIONED, UNSUPPORTED, Example
from training.model import Logits, ReaderModel
from training.reader import (
    BATCH_ROWS,
    COLUMNS,
    COOLDOWN,
    LEARNING_RATE,
    MAX_TOKENS,
    SHARES,
    Schedule,
    Source,
    _stance_loss,
    batches,
    encode,
    loss_of,
    tensors,
)

TEXT = "The bridge opened on 3 May 1998. Ada Lund designed it."
SENTENCES = (((0, 32), False), ((33, 54), True))
POSITIVE = Example("Who designed the bridge?", TEXT, (33, 41), SENTENCES)
NEGATIVE = Example("Who designed the bridge?", "Bread needs a hot oven.")
STATEMENT = Example("Ada Lund designed a bridge.", TEXT, stance=SUPPORTED)


def test_the_encoded_places_are_those_of_the_text(tokenizer):
    encoded = encode(POSITIVE, tokenizer)

    def words(span):
        return tokenizer.decode(encoded.ids[span[0] : span[1] + 1])

    assert words(encoded.span) == "ada lund"
    assert words(encoded.chunk) == "the bridge opened on 3 may 1998. ada lund designed it."
    assert [(words(span), said) for span, said in encoded.evidence] == [
        ("the bridge opened on 3 may 1998.", False),
        ("ada lund designed it.", True),
    ]
    assert encoded.ids == tokenizer.encode(POSITIVE.asked, TEXT).ids
    assert encode(NEGATIVE, tokenizer).span == (0, 0)
    assert encode(STATEMENT, tokenizer).stance == SUPPORTED


def test_what_lies_beyond_the_limit_is_cut_off(tokenizer):
    far = Example("Who?", "word " * 400 + "Ada", (2000, 2003), (((0, 4), False), ((2000, 2003), True)))
    encoded = encode(far, tokenizer)
    assert len(encoded.ids) == len(encoded.types) == MAX_TOKENS
    assert encoded.ids[-1] == tokenizer.encode("").ids[-1]
    assert encoded.span == (0, 0)
    assert [said for _, said in encoded.evidence] == [False]


def test_only_the_chunk_and_the_first_token_may_hold_a_span(tokenizer):
    encoded = [encode(POSITIVE, tokenizer), encode(NEGATIVE, tokenizer)]
    ids, mask, types, allowed = tensors(encoded)
    assert ids.shape[0] == BATCH_ROWS and ids.shape[1] % COLUMNS == 0
    for row, each in enumerate(encoded):
        assert ids[row, : len(each.ids)].tolist() == each.ids
        assert types[row, : len(each.ids)].tolist() == each.types
        assert mask[row].sum() == len(each.ids)
        assert allowed[row].nonzero().flatten().tolist() == [0, *range(each.chunk[0], each.chunk[1] + 1)]


def test_of_a_false_statement_only_that_it_is_not_supported_need_be_known(tokenizer):
    rows = [encode(Example("It.", TEXT, stance=stance), tokenizer) for stance in (CONTRADICTED, UNSUPPORTED)]
    stance = torch.zeros(2, 3)
    stance[:, UNMENTIONED] = 9.0
    logits = Logits(*(torch.zeros(2, 1) for _ in range(3)), stance)
    assert float(_stance_loss(logits, rows[:1])) > 5
    assert float(_stance_loss(Logits(*(torch.zeros(1, 1) for _ in range(3)), stance[1:]), rows[1:])) < 0.01


@pytest.mark.slow
def test_a_few_steps_learn_all_three_by_heart(base, tokenizer):
    torch.manual_seed(0)
    model = ReaderModel(base).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    other = Example(STATEMENT.asked, "Bread needs a hot oven.", stance=UNMENTIONED)
    groups = [[encode(each, tokenizer) for each in group] for group in ((POSITIVE, NEGATIVE), (STATEMENT,), (other,))]
    losses = []
    for _ in range(40):
        each = loss_of(model, groups)
        optimizer.zero_grad()
        sum(each).backward()
        optimizer.step()
        losses.append([float(loss.detach()) for loss in each])
    assert all(last < first / 3 for first, last in zip(losses[0], losses[-1], strict=True))


def test_a_batch_of_statements_teaches_nothing_of_spans(base, tokenizer):
    span, evidence, stance = loss_of(ReaderModel(base), [[encode(STATEMENT, tokenizer)]])
    assert (float(span), float(evidence)) == (0, 0)
    assert float(stance.detach()) > 0


def sources() -> list[Source]:
    """One of each name, whose groups say which item and draw they came from."""

    def group(item, draw):
        return (Example(f"{item} {draw.random()}", TEXT * draw.randint(1, 4)),) * draw.randint(1, 3)

    return [Source(name, range(50), group) for name in SHARES]


def test_after_a_restart_come_the_batches_that_would_have_come(tokenizer):
    whole = list(islice(batches(sources(), tokenizer, 0, seed=1), 200))
    last = whole[-1][0]
    assert last >= 2
    for pool in range(1, last):
        expected = [batch for number, batch in whole if number == pool]
        again = list(islice(batches(sources(), tokenizer, pool, seed=1), len(expected)))
        assert again == [(pool, batch) for batch in expected]
    assert next(batches(sources(), tokenizer, 0, seed=2)) != whole[0]


def test_batches_hold_whole_groups_of_like_length(tokenizer):
    made = [batch for pool, batch in islice(batches(sources(), tokenizer, 0, seed=1), 40) if pool == 0]
    assert all(0 < sum(map(len, batch)) <= BATCH_ROWS for batch in made)
    spreads = [max(len(e.ids) for g in b for e in g) - min(len(e.ids) for g in b for e in g) for b in made]
    assert sorted(spreads)[len(spreads) // 2] < 10


def test_no_item_comes_twice_before_every_other_came_once():
    source = Source("squad2", range(30), lambda item, draw: (Example(str(item), ""),))
    drawn = [group[0].asked for group in source.drawn(0, 60, seed=1)]
    assert len(set(drawn[:30])) == len(set(drawn[30:])) == 30
    assert drawn[:30] != drawn[30:]
    assert [group[0].asked for group in source.drawn(17, 9, seed=1)] == drawn[17:26]


def test_the_rate_warms_up_stays_and_falls_to_nothing(tmp_path):
    schedule = Schedule(1000, tmp_path / "stop")
    assert schedule.rate(0) < schedule.rate(30) < schedule.rate(59) == schedule.rate(700) == LEARNING_RATE
    assert schedule.rate(int(1000 * (1 - COOLDOWN / 2))) == pytest.approx(LEARNING_RATE / 2)
    assert schedule.rate(1000) == 0


def test_a_stop_file_begins_the_decay_at_once(tmp_path):
    schedule = Schedule(1000, tmp_path / "stop")
    (tmp_path / "stop").write_text("100", "ascii")
    assert schedule.rate(300) == pytest.approx(LEARNING_RATE)
    assert schedule.steps == 400
    assert schedule.rate(350) == pytest.approx(LEARNING_RATE / 2)
    assert schedule.rate(400) == 0


def test_a_decay_that_was_interrupted_goes_on_with_the_resumed_run(tmp_path):
    (tmp_path / "stop").write_text("100", "ascii")
    Schedule(1000, tmp_path / "stop").rate(300)
    resumed = Schedule(1000, tmp_path / "stop")
    assert resumed.rate(350) == pytest.approx(LEARNING_RATE / 2)
    assert resumed.steps == 400

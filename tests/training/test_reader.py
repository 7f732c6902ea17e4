from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from index.embedding import bundled_folder
from training.examples import Example
from training.reader import COOLDOWN, LEARNING_RATE, MAX_TOKENS, Schedule, build_model, encode, loss_of, tensors


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


TEXT = "The bridge opened on 3 May 1998. Ada Lund designed it."
POSITIVE = Example("Who designed the bridge?", TEXT, (TEXT.index("Ada"), TEXT.index(" designed")))
NEGATIVE = Example("Who designed the bridge?", "Bread needs a hot oven.", None)


def test_the_encoded_span_is_the_answer(tokenizer):
    encoded = encode(POSITIVE, tokenizer)
    assert tokenizer.decode(encoded.ids[encoded.start : encoded.end + 1]) == "ada lund"
    assert tokenizer.decode(encoded.ids[: encoded.question_length]) == "who designed the bridge?"
    assert (encode(NEGATIVE, tokenizer).start, encode(NEGATIVE, tokenizer).end) == (0, 0)


def test_an_answer_beyond_the_limit_counts_as_none(tokenizer):
    far = Example("Who?", "word " * 400 + "Ada", (2000, 2003))
    encoded = encode(far, tokenizer)
    assert len(encoded.ids) == MAX_TOKENS
    assert (encoded.start, encoded.end) == (0, 0)


def test_only_the_chunk_and_the_first_token_may_hold_a_span(tokenizer):
    encoded = [encode(POSITIVE, tokenizer), encode(NEGATIVE, tokenizer)]
    _, mask, types, allowed = tensors(encoded)
    for row, each in enumerate(encoded):
        assert mask[row].sum() == len(each.ids)
        assert types[row].sum() == len(each.ids) - each.question_length
        assert allowed[row].nonzero().flatten().tolist() == [0, *range(each.question_length, len(each.ids) - 1)]


@pytest.mark.slow
def test_a_few_steps_learn_a_pair_by_heart(tokenizer):
    torch.manual_seed(0)
    model = build_model(bundled_folder()).train()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=3e-4)
    groups = [[encode(POSITIVE, tokenizer), encode(NEGATIVE, tokenizer)]]
    losses = []
    for _ in range(12):
        loss = loss_of(model, groups)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0] / 3


def test_the_rate_warms_up_stays_and_falls_to_nothing(tmp_path):
    schedule = Schedule(1000, tmp_path / "stop")
    assert schedule.rate(0) < schedule.rate(50) < schedule.rate(99) == schedule.rate(700) == LEARNING_RATE
    assert schedule.rate(875) == pytest.approx(LEARNING_RATE / 2)
    assert schedule.rate(1000) == 0


def test_a_stop_file_begins_the_decay_at_once(tmp_path: Path):
    schedule = Schedule(1000, tmp_path / "stop")
    (tmp_path / "stop").touch()
    assert schedule.rate(300) == pytest.approx(LEARNING_RATE)
    assert schedule.steps == int(300 / (1 - COOLDOWN))
    assert schedule.rate(399) < LEARNING_RATE / 20

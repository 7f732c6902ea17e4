import json

import pytest
import torch

from training import paraphrase
from training.paraphrase import Paraphraser, asked, faithful, load_paraphrases


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("When did the council sell the old mill?", "In what year was the mill disposed of by the town?"),
        ("How many workers did Harlow Ltd dismiss in 2009?", "What number of staff was let go by Harlow Ltd in 2009?"),
        ("Where did Ada Lund hide the papers?", "In which place were the documents put by Ada Lund?"),
    ],
)
def test_new_words_for_the_same_thing_are_kept(question, other):
    assert faithful(question, other)


@pytest.mark.parametrize(
    "other",
    [
        "When did the council sell the old mill?",  # the same words
        "The town disposed of its mill.",
        "Who bought the mill from the town?",  # another kind of thing
        "When did Harlow sell the factory?",  # a name that was not there
        "In 1998, when was the mill disposed of?",
        "When?",
    ],
)
def test_what_asks_for_something_else_is_not(other):
    assert not faithful("When did the council sell the old mill?", other)


def test_what_only_looks_alike_is_left_out(tmp_path):
    pairs = [
        ("Where do hedgehogs spend the winter?", "In which place do hedgehogs stay in the cold season?"),
        ("Where do hedgehogs spend the winter?", "In which country is the printing machine repaired?"),
        ("What makes bread rise?", "What makes bread rise?"),
    ]
    path = tmp_path / "paraphrases.jsonl"
    path.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), "utf-8")
    assert load_paraphrases(path) == dict(pairs[:1])


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(tmp_path, monkeypatch):
    class Echo:
        def tokens(self, text):
            return [len(text)]

        def in_other_words(self, questions):
            return [f"other {number}" for number in range(len(questions))]

    monkeypatch.setattr(paraphrase, "load_model", lambda path: Echo())
    monkeypatch.setattr(paraphrase, "LONGEST", 1)
    monkeypatch.setattr(paraphrase, "_questions", lambda data: ["Who?", "Why?", "Where?", "How?"])
    out = tmp_path / "out.jsonl"
    out.write_text('["Why?", "For what reason?"]\n', "utf-8")
    paraphrase.write(tmp_path, tmp_path, out, 3)
    written = [json.loads(line)[0] for line in out.read_text("utf-8").splitlines()]
    assert (written[0], sorted(written[1:])) == ("Why?", ["Where?", "Who?"])


class Letters:
    """A tokenizer whose tokens are characters; the end is token 1."""

    def __call__(self, text):
        return type("Encoding", (), {"input_ids": [ord(letter) % 100 + 2 for letter in text]})

    def convert_tokens_to_ids(self, token):
        return {"<|im_end|>": 1}[token]

    def decode(self, ids):
        return f" {len(ids)} "


@pytest.fixture(scope="module")
def model():
    from transformers import Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 1, "max_position_embeddings": 2000}
    return Qwen2ForCausalLM(Qwen2Config(vocab_size=110, **sizes, **heads)).eval()


def test_questions_of_one_length_are_written_side_by_side(model, monkeypatch):
    paraphraser = Paraphraser(Letters(), model)
    rows = [paraphraser.tokens(asked(question)) for question in ("Who?", "Why?", "How?")]
    monkeypatch.setattr(paraphrase, "_drawn", lambda logits: torch.tensor([1, 7, 7]))
    assert paraphraser.in_other_words(rows) == ["0", None, None]  # the last two find no end


def test_what_was_read_once_is_not_changed_by_a_question(model):
    paraphraser = Paraphraser(Letters(), model)
    row = paraphraser.tokens(asked("Who?"))

    def written():
        torch.manual_seed(1)
        return paraphraser.in_other_words([row])

    assert written() == written()

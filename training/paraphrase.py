"""Have a small language model put SQuAD's questions in other words, and keep what still asks the same.

    python -m training.paraphrase DATA --model MODEL.gguf --out FILE.jsonl [--questions 12000]

SQuAD's questions were written with the paragraph in view, and share its words; people ask before
they have read. Each line of FILE is a question and the same in other words. The model is Qwen's
(Qwen2.5-Coder-1.5B-Instruct was taken), run by transformers; it only writes training data and is
neither shipped nor needed to answer. A run that was cut off goes on where it stopped.
"""

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from index.embedding import BUNDLED, load_embedder
from training.claims import meant
from training.examples import question_of, training_articles
from training.perturb import NUMBER, names

BATCH = 128
TOKENS = 26
"""A paraphrase that is longer is given up, as are the last few of a batch."""
STRAGGLERS = 0.08
TEMPERATURE, CHOICES, NUCLEUS = 0.7, 40, 0.9
"""Sampling from the nucleus (Holtzman et al. 2020) of so many tokens."""
LONGEST = 44
"""Questions with more tokens are left as they are."""
SAME_WORDS = 0.7
"""A paraphrase keeps at most so many of the question's content words."""
LEAST_ALIKE = 0.55
"""Least cosine similarity of question and paraphrase."""

SYSTEM = (
    "You reword questions. Ask for exactly the same thing in entirely different everyday words. "
    "Keep people's, places' and other names and all numbers. Give only the new question."
)
SHOTS = (
    ("What is the main cause of soil erosion in the valley?", "What mostly makes the valley lose its earth?"),
    ("How many employees did the company dismiss in 2009?", "In 2009, what number of workers got fired by the firm?"),
    (
        "Why did the villagers refuse to sell their land?",
        "For what reason would the people living there not give up their property?",
    ),
)
KINDS = (
    r"\bhow (many|much)\b|\bnumber\b|\bcount\b|\bamount\b|\bcost\b",
    r"\bwhen\b|\b(year|date|day|month|century|decade|time|era|period)\b",
    r"\bwhere\b|\b(place|city|country|location|state|town|region|area)\b",
    r"\bwho(m|se)?\b|\b(which|what) (\w+ )?(person|man|woman|people|name)\b",
    r"\bwhy\b|\breason\b|\bcause|\bmotivat|\bmakes?\b|\bmade\b",
)
"""A question for one of these is reworded as one for the same."""


def faithful(question: str, other: str) -> bool:
    """Whether the other words may ask for the same: one question, the same names, numbers and kind, new words."""
    if not other.endswith("?") or "\n" in other or len(other.split()) < 4:
        return False
    if _fixed(other) != _fixed(question):
        return False
    if any(re.search(kind, question, re.IGNORECASE) and not re.search(kind, other, re.IGNORECASE) for kind in KINDS):
        return False
    before, after = meant(question), meant(other)
    return bool(before) and bool(after - before) and len(before & after) / len(before) <= SAME_WORDS


def _fixed(question: str) -> set[str]:
    """The names' words and the numbers."""
    return {word for name in names(f"so {question[0].lower()}{question[1:]}") for word in name.split()} | set(
        NUMBER.findall(question)
    )


def alike(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs whose embeddings are near enough."""
    embedder = load_embedder(BUNDLED)
    return [pair for pair in pairs if float(np.dot(embedder.embed(pair[0]), embedder.embed(pair[1]))) >= LEAST_ALIKE]


def load_paraphrases(path: Path) -> dict[str, str]:
    """Question → the same in other words, of those that `faithful` and `alike` keep."""
    pairs = [tuple(json.loads(line)) for line in path.read_text("utf-8").splitlines()]
    return dict(alike([pair for pair in pairs if faithful(*pair)]))


def load_model(path: Path) -> "Paraphraser":
    """The model of a GGUF file, with all its weights unpacked: in bf16 they are multiplied several times as fast."""
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    unpacked = GgufConfig(dequantize=True)
    place: dict[str, Any] = {"pretrained_model_name_or_path": path.parent, "gguf_file": path.name}
    model: Any = AutoModelForCausalLM.from_pretrained(**place, dtype=torch.bfloat16, quantization_config=unpacked)
    return Paraphraser(AutoTokenizer.from_pretrained(**place), model.eval())


class Paraphraser:
    """A causal language model that has read the instruction and the examples, once for all questions."""

    def __init__(self, tokenizer: Any, model: Any) -> None:
        self._tokenizer, self._model = tokenizer, model
        self._end = tokenizer.convert_tokens_to_ids("<|im_end|>")
        shots = "".join(f"{asked(question)}{answer}<|im_end|>\n" for question, answer in SHOTS)
        head = torch.tensor([self.tokens(f"<|im_start|>system\n{SYSTEM}<|im_end|>\n{shots}")])
        with torch.inference_mode():
            layers = model(head, use_cache=True).past_key_values.layers
        self._head = [(layer.keys, layer.values) for layer in layers]

    def tokens(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(text).input_ids
        return ids

    @torch.inference_mode()
    def in_other_words(self, questions: Sequence[Sequence[int]]) -> list[str | None]:
        """Token ids of questions as `asked`, all of one length → each in other words; None where no end was found."""
        from transformers import DynamicCache

        cache, rows = DynamicCache(), len(questions)
        for layer, (keys, values) in enumerate(self._head):
            cache.update(keys.expand(rows, -1, -1, -1), values.expand(rows, -1, -1, -1), layer)
        written: list[list[int]] = [[] for _ in questions]
        open_rows, ids = set(range(rows)), torch.tensor(questions)
        for _ in range(TOKENS):
            logits = self._model(ids, past_key_values=cache, use_cache=True, logits_to_keep=1).logits[:, -1]
            drawn = _drawn(logits.float())
            for row in sorted(open_rows):
                if int(drawn[row]) == self._end:
                    open_rows.remove(row)
                else:
                    written[row].append(int(drawn[row]))
            if len(open_rows) < STRAGGLERS * rows:
                break
            ids = drawn[:, None]
        return [None if row in open_rows else self._tokenizer.decode(ids).strip() for row, ids in enumerate(written)]


def asked(question: str) -> str:
    """A question as a person says it in the model's form of talk, and the model's turn to speak."""
    return f"<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n"


def _drawn(logits: Tensor) -> Tensor:
    """A token for each row."""
    top, places = (logits / TEMPERATURE).softmax(-1).topk(CHOICES)
    top[top.cumsum(-1) - top > NUCLEUS] = 0
    return places.gather(1, torch.multinomial(top, 1))[:, 0]


def _questions(data: Path) -> list[str]:
    """Those of SQuAD 2.0, which people wrote for the reader to fail at, and then SQuAD 1.1's, both shuffled."""
    posed = [qa for article in training_articles(data) for each in article["paragraphs"] for qa in each["qas"]]
    first = {question_of(qa) for qa in posed if "is_impossible" in qa}
    second = {question_of(qa) for qa in posed} - first
    draw = random.Random(0)
    return [*draw.sample(sorted(first), len(first)), *draw.sample(sorted(second), len(second))]


def write(data: Path, model: Path, out: Path, count: int) -> None:
    """Append to `out` until `count` of the training questions are in it, in batches of one length."""
    torch.manual_seed(0)
    done = {json.loads(line)[0] for line in out.read_text("utf-8").splitlines()} if out.exists() else set()
    chosen = [each for each in _questions(data)[:count] if each not in done]
    paraphraser = load_model(model)
    by_length: dict[int, list[tuple[str, list[int]]]] = defaultdict(list)
    for question in chosen:
        ids = paraphraser.tokens(asked(question))
        if len(ids) <= LONGEST:
            by_length[len(ids)].append((question, ids))
    batches = [same[at : at + BATCH] for same in by_length.values() for at in range(0, len(same), BATCH)]
    with out.open("a", encoding="utf-8") as file:
        for batch in sorted(batches, key=len, reverse=True):
            others = paraphraser.in_other_words([ids for _, ids in batch])
            pairs = [(question, other) for (question, _), other in zip(batch, others, strict=True) if other]
            file.writelines(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs)
            file.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, required=True, help="Qwen2.5-Coder-1.5B-Instruct as a GGUF file")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=12000)
    arguments = parser.parse_args()
    write(arguments.data, arguments.model, arguments.out, arguments.questions)

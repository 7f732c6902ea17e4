"""Train the reader: all-MiniLM-L6-v2's encoder with a start/end head, no answer at the first token.

    python -m training.reader DATA --out FOLDER --steps 5000 [--start FOLDER/model]
        [--wordnet FOLDER] [--paraphrases FILE.jsonl] [--seed 1]

DATA is the folder with the public data. The loss is the cross-entropy of start and end, each chunk
on its own (Devlin et al. 2019, the no-answer span at [CLS]) and again with the question's chunks
sharing one normalisation (Clark and Gardner 2018), so that scores compare across chunks. The
learning rate is constant and decays linearly over the last quarter; a file named "stop" in the
output folder starts that decay at once. A checkpoint is written every 500 steps and resumed from.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertForQuestionAnswering

from index.embedding import bundled_folder
from qa.span_reader import special_ids
from training.examples import (
    Example,
    Group,
    Wordings,
    article_groups,
    claim_groups,
    common_words,
    natural_questions,
    training_articles,
)
from training.paraphrase import load_paraphrases
from training.synonyms import Thesaurus

BATCH_QUESTIONS = 16
POOL_BATCHES = 32
ROWS, COLUMNS = 8, 16
"""Batches have a multiple of these in chunks and in tokens."""
LEARNING_RATE = 1.2e-4
WARMUP_STEPS = 100
COOLDOWN = 0.25
MAX_TOKENS = 256
QUESTION_TOKENS = 48


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids with the question first, its length in tokens, and the answer's token span (0, 0: none)."""

    ids: list[int]
    question_length: int
    start: int
    end: int


def encode(example: Example, tokenizer: Tokenizer) -> Encoded:
    """[CLS] question [SEP] chunk [SEP]"""
    question = tokenizer.encode(example.question, add_special_tokens=False).ids[:QUESTION_TOKENS]
    text = tokenizer.encode(example.text, add_special_tokens=False)
    cls, sep = special_ids(tokenizer)
    head = [cls, *question, sep]
    start = end = 0
    if example.span:
        inside = [
            at for at, (first, last) in enumerate(text.offsets) if first < example.span[1] and last > example.span[0]
        ]
        start, end = len(head) + inside[0], len(head) + inside[-1]
    ids = [*head, *text.ids, sep]
    return Encoded(ids[:MAX_TOKENS], len(head), start if end < MAX_TOKENS else 0, end if end < MAX_TOKENS else 0)


def all_groups(data: Path, wordnet: Path | None, paraphrases: Path | None, seed: int) -> list[Group]:
    """Every training question with its chunks, shuffled."""
    draw, articles = random.Random(seed), training_articles(data)
    thesaurus = Thesaurus(wordnet, common_words(articles)) if wordnet else None
    wordings = Wordings(draw, thesaurus, load_paraphrases(paraphrases) if paraphrases else {})
    groups = [*article_groups(articles, wordings), *natural_questions(data), *claim_groups(data, draw)]
    draw.shuffle(groups)
    return groups


def batches(groups: list[Group], tokenizer: Tokenizer, first: int, seed: int) -> Iterator[list[list[Encoded]]]:
    """Batches of questions, each with its chunks, endlessly; of like length, to pad little."""
    step, pool = 0, BATCH_QUESTIONS * POOL_BATCHES
    while True:
        order = random.Random(seed + step).sample(range(len(groups)), len(groups))
        for at in range(0, len(order) - pool, pool):
            if step + POOL_BATCHES <= first:  # resuming: these were seen
                step += POOL_BATCHES
                continue
            encoded = [[encode(each, tokenizer) for each in groups[number]] for number in order[at : at + pool]]
            encoded.sort(key=lambda group: max(len(each.ids) for each in group))
            cut = [_even(encoded[k : k + BATCH_QUESTIONS]) for k in range(0, pool, BATCH_QUESTIONS)]
            for batch in random.Random(seed + step).sample(cut, len(cut)):
                step += 1
                if step > first:
                    yield batch


def _even(groups: list[list[Encoded]]) -> list[list[Encoded]]:
    """Without a few last negatives, so that batches have few different sizes: see `tensors`."""
    over, kept = sum(map(len, groups)) % ROWS, []
    for group in groups:
        cut = min(over, len(group) - 1)
        over -= cut
        kept.append(group[: len(group) - cut])
    return kept


def tensors(flat: list[Encoded]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, attention mask, token types and the mask of the tokens that may begin or end a span.

    Tensors of ever other sizes leave memory in pieces that fit no later one: it fills, or goes back
    to the system and comes again at twice the time a step.
    """
    width = -(-max(len(each.ids) for each in flat) // COLUMNS) * COLUMNS
    ids, mask, types = (torch.zeros(len(flat), width, dtype=torch.long) for _ in range(3))
    for row, each in enumerate(flat):
        length = len(each.ids)
        ids[row, :length] = torch.tensor(each.ids)
        mask[row, :length] = 1
        types[row, each.question_length : length] = 1
    allowed = types.bool().clone()
    for row, each in enumerate(flat):
        allowed[row, len(each.ids) - 1] = False
    allowed[:, 0] = True
    return ids, mask, types, allowed


def loss_of(model: nn.Module, groups: list[list[Encoded]]) -> Tensor:
    """The mean over the batch of both normalisations, start and end."""
    flat = [each for group in groups for each in group]
    ids, mask, types, allowed = tensors(flat)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = model(input_ids=ids, attention_mask=mask, token_type_ids=types)
    total = torch.zeros(())
    for logits, targets in (
        (out.start_logits, torch.tensor([each.start for each in flat])),
        (out.end_logits, torch.tensor([each.end for each in flat])),
    ):
        scores = logits.float().masked_fill(~allowed, -1e4)
        total = total + nn.functional.cross_entropy(scores, targets)
        total = total + _shared(scores, targets, groups)
    return total / 4


def _shared(scores: Tensor, targets: Tensor, groups: list[list[Encoded]]) -> Tensor:
    """Cross-entropy of the right token among the tokens of all the question's chunks, [CLS] left out."""
    losses, row = [], 0
    for group in groups:
        together = scores[row : row + len(group), 1:].flatten()
        if int(targets[row]):
            losses.append(together.logsumexp(0) - scores[row, targets[row]])
        row += len(group)
    return torch.stack(losses).mean() if losses else torch.zeros(())


class Schedule:
    """Warm-up, a constant rate, and a linear decay over the last quarter of the steps."""

    def __init__(self, steps: int, stop: Path) -> None:
        self.steps, self._stop = steps, stop

    def rate(self, step: int) -> float:
        begin = int(self.steps * (1 - COOLDOWN))
        if step < begin and self._stop.exists():
            self.steps, begin = int(step / (1 - COOLDOWN)), step
        decay = min(1.0, (self.steps - step) / max(1, self.steps - begin))
        return LEARNING_RATE * min(1.0, (step + 1) / WARMUP_STEPS) * max(0.0, decay)


def build_model(start: Path) -> Any:
    """The encoder in the folder `start`, with the head that it has, or a fresh one.

    Word embeddings stay as they are: half the weights, little gain. No dropout: no example is seen
    more than once or twice, and with plain attention a step then takes a third of the time on a CPU.
    """
    model: Any = BertForQuestionAnswering.from_pretrained(
        start,
        local_files_only=True,
        attn_implementation="eager",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    return model


def train(
    data: Path, out: Path, steps: int, start: Path, wordnet: Path | None, paraphrases: Path | None, seed: int
) -> None:
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    groups = all_groups(data, wordnet, paraphrases, seed)
    print(f"{len(groups)} questions, {sum(map(len, groups))} examples", flush=True)
    model = build_model(start).train()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=LEARNING_RATE, fused=True)
    step, checkpoint = 0, out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
    schedule = Schedule(steps, out / "stop")
    began, losses = time.monotonic(), []
    for batch in batches(groups, tokenizer, step, seed):
        if step >= schedule.steps:
            break
        for parameters in optimizer.param_groups:
            parameters["lr"] = schedule.rate(step)
        loss = loss_of(model, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        losses.append(float(loss.detach()))
        if step % 50 == 0:
            row = {"step": step, "loss": round(sum(losses) / len(losses), 4), "rate": schedule.rate(step)}
            print(json.dumps({**row, "seconds": round(time.monotonic() - began)}), flush=True)
            losses = []
        if step % 500 == 0:
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, out / "new.pt")
            (out / "new.pt").replace(checkpoint)
    model.save_pretrained(out / "model")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=5000, help="of 16 questions, each with up to 3 chunks")
    parser.add_argument("--start", type=Path, default=bundled_folder(), help="weights to start from")
    parser.add_argument("--wordnet", type=Path, help="WordNet 3's files (Debian: wordnet-base), for other words")
    parser.add_argument("--paraphrases", type=Path, help="what training.paraphrase wrote")
    parser.add_argument("--seed", type=int, default=0)
    train(**vars(parser.parse_args()))

"""Train the reader: an encoder with three heads, together.

    python -m training.reader DATA --base FOLDER --out FOLDER [--steps 10000] [--wordnet FOLDER] [--seed 1]

DATA is the folder with the public data, BASE one with an encoder's weights and its tokenizer.json.
Each batch mixes the sources in fixed shares (SHARES), so that a run is the best that it can be
wherever it ends. The loss is the sum of

- the span's: cross-entropy of start and end, each chunk on its own (Devlin et al. 2019, the no-answer
  span at the first token) and again with the question's chunks sharing one normalisation (Clark and
  Gardner 2018), so that scores compare across chunks;
- the evidence's: binary cross-entropy of the mean logit of each sentence's tokens;
- the stance's: cross-entropy of what the chunk says of a statement.

The learning rate is constant and decays linearly over the last quarter; a file named "stop" in the
output folder starts that decay at once, over as many steps as a file's number says. A checkpoint is
written every few minutes and resumed from.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from index import Span
from training.claims import Claims
from training.examples import UNSUPPORTED, Example, Group, training_articles
from training.model import Logits, ReaderModel, device
from training.note_questions import NoteQuestions, notes
from training.notes import EVERYDAY, HARD
from training.questions import Questions, natural_questions, questions_of
from training.statements import Edits, Statements, statements
from training.tables import group as table_group

SHARES = {
    "notes": 0.15,
    "note statements": 0.05,
    "hard notes": 0.28,
    "hard statements": 0.08,
    "squad2": 0.17,
    "squad1": 0.10,
    "nq": 0.03,
    "claims": 0.02,
    "statements": 0.06,
    "edits": 0.02,
    "tables": 0.04,
}
BATCH_ROWS = 16
POOL_GROUPS = 400
COLUMNS = 32
"""Batches have BATCH_ROWS rows and a multiple of this in tokens: tensors of ever other sizes leave memory in pieces
that fit nothing."""
LEARNING_RATE = 4e-5
WARMUP_STEPS = 60
COOLDOWN = 0.25
MAX_TOKENS = 288
QUESTION_CHARACTERS = 300
CHECKPOINT_SECONDS = 240.0
EVIDENCE_WEIGHT, STANCE_WEIGHT = 0.5, 0.5


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids and types, where the chunk's tokens are, and what is known of them; (0, 0) is no span."""

    ids: list[int]
    types: list[int]
    chunk: Span
    span: Span
    evidence: tuple[tuple[Span, bool], ...]
    stance: int | None


def encode(example: Example, tokenizer: Tokenizer) -> Encoded:
    """The pair as the tokenizer's own template has it; what is too long is cut off at its end."""
    pair = tokenizer.encode(example.asked[:QUESTION_CHARACTERS], example.text)
    inside = [at for at, sequence in enumerate(pair.sequence_ids) if sequence == 1][:MAX_TOKENS]
    inside = [at for at in inside if at < MAX_TOKENS - 1]
    offsets = pair.offsets

    def tokens(span: Span) -> Span | None:
        found = [at for at in inside if offsets[at][0] < span[1] and offsets[at][1] > span[0]]
        whole = found and offsets[inside[-1]][1] >= span[1]
        return (found[0], found[-1]) if whole else None

    sentences = ((tokens(span), said) for span, said in example.evidence)
    length = inside[-1] + 2 if inside else len(pair.ids)
    return Encoded(
        ids=[*pair.ids[: length - 1], pair.ids[-1]],
        types=pair.type_ids[:length],
        chunk=(inside[0], inside[-1]) if inside else (0, 0),
        span=(tokens(example.span) or (0, 0)) if example.span else (0, 0),
        evidence=tuple((place, said) for place, said in sentences if place),
        stance=example.stance,
    )


@dataclass(frozen=True, slots=True)
class Source:
    """Items of one origin, and how a group of examples is made of one of them."""

    name: str
    items: Sequence[Any]
    group: Callable[[Any, random.Random], Group]

    def drawn(self, first: int, count: int, seed: int) -> Iterator[Group]:
        """The groups of `count` items from the place `first` of an endless shuffled sequence of them."""
        for at in range(first, first + count):
            epoch, place = divmod(at, len(self.items))
            order = _order(len(self.items), f"{self.name} {seed} {epoch}")
            yield self.group(self.items[order[place]], random.Random(f"{self.name} {seed} {at}"))


_ORDERS: dict[tuple[int, str], list[int]] = {}


def _order(count: int, seed: str) -> list[int]:
    if (count, seed) not in _ORDERS:
        _ORDERS[count, seed] = random.Random(seed).sample(range(count), count)
    return _ORDERS[count, seed]


def load_sources(data: Path, wordnet: Path | None) -> list[Source]:
    """Every source, with its items."""
    first, second = training_articles(data)
    squad1, squad2, natural = questions_of(first), questions_of(second), natural_questions(data)
    questions, known = Questions.over([*squad1, *squad2, *natural], wordnet), statements(data)
    everyday, hard = (NoteQuestions(notes(folder=each), questions.thesaurus) for each in (EVERYDAY, HARD))
    fever = [each for each in known if each.origin == "fever"]
    return [
        Source("notes", everyday.questions, everyday.group),
        Source("note statements", everyday.statements, everyday.group),
        Source("hard notes", hard.questions, hard.group),
        Source("hard statements", hard.statements, hard.group),
        Source("squad2", squad2, questions.group),
        Source("squad1", squad1, questions.group),
        Source("nq", natural, questions.group),
        Source("claims", fever, Claims(fever).group),
        Source("statements", known, Statements(known).group),
        Source("edits", [*squad1, *squad2], Edits(questions).group),
        Source("tables", range(1000), table_group),
    ]


def batches(
    sources: Sequence[Source], tokenizer: Tokenizer, pool: int, seed: int
) -> Iterator[tuple[int, list[list[Encoded]]]]:
    """From pool number `pool` on, endlessly: its number and a batch of groups of like length."""
    while True:
        groups: list[list[Encoded]] = []
        for source in sources:
            count = round(SHARES[source.name] * POOL_GROUPS)
            for examples in source.drawn(pool * count, count, seed):
                groups.append([encode(each, tokenizer) for each in examples[:BATCH_ROWS]])
        groups = sorted((group for group in groups if group), key=lambda group: max(len(each.ids) for each in group))
        made: list[list[list[Encoded]]] = [[]]
        for group in groups:
            if sum(map(len, made[-1])) + len(group) > BATCH_ROWS:
                made.append([])
            made[-1].append(group)
        random.Random(f"{seed} {pool}").shuffle(made)
        for batch in made:
            yield pool, batch
        pool += 1


def tensors(flat: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, attention mask, token types, and the mask of the tokens that may begin or end a span."""
    width = -(-max(len(each.ids) for each in flat) // COLUMNS) * COLUMNS
    ids, mask, types, allowed = (torch.zeros(BATCH_ROWS, width, dtype=torch.long) for _ in range(4))
    for row, each in enumerate(flat):
        ids[row, : len(each.ids)] = torch.tensor(each.ids)
        types[row, : len(each.ids)] = torch.tensor(each.types)
        mask[row, : len(each.ids)] = 1
        allowed[row, each.chunk[0] : each.chunk[1] + 1] = 1
    allowed[:, 0] = 1
    return ids, mask, types, allowed.bool()


def loss_of(model: nn.Module, groups: list[list[Encoded]]) -> tuple[Tensor, Tensor, Tensor]:
    """The losses of the span, the evidence and the stance."""
    flat, where = [each for group in groups for each in group], device()
    ids, mask, types, allowed = (each.to(where) for each in tensors(flat))
    with torch.autocast(where.type, dtype=torch.bfloat16):
        padded: Logits = model(ids, mask, types)
    count = len(flat)
    logits = Logits(*(part[:count] for part in (padded.start, padded.end, padded.evidence, padded.stance)))
    return _span_loss(logits, allowed[:count], groups), _evidence_loss(logits, flat), _stance_loss(logits, flat)


def _span_loss(logits: Logits, allowed: Tensor, groups: list[list[Encoded]]) -> Tensor:
    """The mean over the questions' chunks of both normalisations, start and end."""
    flat = [each for group in groups for each in group]
    rows = torch.tensor([each.stance is None for each in flat], device=allowed.device)
    if not rows.any():
        return torch.zeros((), device=allowed.device)
    total = torch.zeros((), device=allowed.device)
    for side, side_logits in enumerate((logits.start, logits.end)):
        scores = side_logits.float().masked_fill(~allowed, -1e4)
        targets = torch.tensor([each.span[side] for each in flat], device=allowed.device)
        total = total + nn.functional.cross_entropy(scores[rows], targets[rows]) + _shared(scores, targets, groups)
    return total / 4


def _shared(scores: Tensor, targets: Tensor, groups: list[list[Encoded]]) -> Tensor:
    """Cross-entropy of the right tokens among the tokens of all the question's chunks, the first of each left out.

    Where several chunks answer, the probabilities of their tokens are added.
    """
    losses, row = [], 0
    for group in groups:
        right = [at for at in range(row, row + len(group)) if int(targets[at])]
        if right:
            together = scores[row : row + len(group), 1:].flatten()
            losses.append(together.logsumexp(0) - scores[right, targets[right]].logsumexp(0))
        row += len(group)
    return torch.stack(losses).mean() if losses else scores.new_zeros(())


def _evidence_loss(logits: Logits, flat: Sequence[Encoded]) -> Tensor:
    found, said = [], []
    for row, each in enumerate(flat):
        for (first, last), is_evidence in each.evidence:
            found.append(logits.evidence[row, first : last + 1].float().mean())
            said.append(float(is_evidence))
    if not found:
        return logits.evidence.new_zeros(())
    together = torch.stack(found)
    return nn.functional.binary_cross_entropy_with_logits(together, torch.tensor(said, device=together.device))


def _stance_loss(logits: Logits, flat: Sequence[Encoded]) -> Tensor:
    """Of UNSUPPORTED it is not known which of the other two it is: their probabilities are added."""
    rows = [(row, each.stance) for row, each in enumerate(flat) if each.stance is not None]
    if not rows:
        return logits.stance.new_zeros(())
    likely = logits.stance.float().log_softmax(-1)
    losses = [-likely[row, 1:].logsumexp(0) if stance == UNSUPPORTED else -likely[row, stance] for row, stance in rows]
    return torch.stack(losses).mean()


class Schedule:
    """Warm-up, a constant rate, and a linear decay over the last quarter of the steps, or from the stop on."""

    def __init__(self, steps: int, stop: Path) -> None:
        self.steps, self._begin, self._stop, self._stopped = steps, int(steps * (1 - COOLDOWN)), stop, False

    def rate(self, step: int) -> float:
        if not self._stopped and self._stop.exists():
            said = [int(number) for number in self._stop.read_text("ascii").split()]
            self._begin, self.steps = said if len(said) == 2 else (step, step + said[0])
            # A run that is interrupted now goes on with this decay when it is resumed.
            self._stop.write_text(f"{self._begin} {self.steps}", "ascii")
            self._stopped = True
        decay = min(1.0, (self.steps - step) / max(1, self.steps - self._begin))
        return LEARNING_RATE * min(1.0, (step + 1) / WARMUP_STEPS) * max(0.0, decay)


def train(data: Path, base: Path, out: Path, steps: int, wordnet: Path | None, seed: int) -> None:
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    sources = load_sources(data, wordnet)
    print(json.dumps({source.name: len(source.items) for source in sources}), flush=True)
    model = ReaderModel(base).to(device()).train()
    model.freeze_lowest()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=LEARNING_RATE, fused=True)
    step, first, rows, checkpoint = 0, 0, 0, out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step, first, rows = state["step"], state["pool"] + 1, state["rows"]
    schedule = Schedule(steps, out / "stop")
    began = saved = time.monotonic()
    losses: list[tuple[float, ...]] = []
    for pool, batch in batches(sources, tokenizer, first, seed):
        if step >= schedule.steps:
            break
        for parameters in optimizer.param_groups:
            parameters["lr"] = schedule.rate(step)
        span, evidence, stance = loss_of(model, batch)
        optimizer.zero_grad()
        (span + EVIDENCE_WEIGHT * evidence + STANCE_WEIGHT * stance).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step, rows = step + 1, rows + sum(map(len, batch))
        losses.append((float(span.detach()), float(evidence.detach()), float(stance.detach())))
        if step % 25 == 0:
            means = [round(sum(column) / len(losses), 4) for column in zip(*losses, strict=True)]
            row = {"step": step, "examples": rows, "loss": means, "rate": schedule.rate(step)}
            print(json.dumps({**row, "seconds": round(time.monotonic() - began)}), flush=True)
            losses = []
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            saved = time.monotonic()
            state = {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step,
                "pool": pool,
                "rows": rows,
            }
            torch.save(state, out / "new.pt")
            (out / "new.pt").replace(checkpoint)
    model.save(out / "model")
    (out / "model/tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--base", type=Path, required=True, help="an encoder's weights and its tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=10000, help=f"of {BATCH_ROWS} chunks at most")
    parser.add_argument("--wordnet", type=Path, help="WordNet 3's files (Debian: wordnet-base), for other words")
    parser.add_argument("--seed", type=int, default=0)
    train(**vars(parser.parse_args()))

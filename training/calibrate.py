"""Fit the curve from the reader's score to the probability of being right, on unseen articles, and keep a sample.

    python -m training.calibrate DATA

Each article is a folder of documents, a paragraph a document; so are the written documents, twelve at a
time. Each question goes the whole way through search and reader. A probability needs a share of questions
that cannot be answered: SHARES says what is assumed. Of those most were written to sound as if they could,
and the others have had their document taken out of the hits. None of it is what the reader was trained
on, nor what is measured.

The sample is what error budgets are computed by (qa/risk.py): how sure each answer was and whether it
was right, of questions drawn so that each kind has its share. Its probabilities are by curves fitted on
the other articles; by the curve fitted on their own, they would be better than new articles get.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from qa import risk
from qa.calibration import FILE, Calibration
from qa.candidates import Candidate, select
from qa.reader import load_reader
from training.examples import calibration_articles
from training.folders import UNANSWERABLE, Folder, answered, of_article, of_notes
from training.note_questions import CALIBRATES, notes

QUESTIONS = 24
"""Of any other folder."""
MANY = 100
"""Of a folder with questions that cannot be answered, so many are asked: there are few of them."""
SEED = 0
SHARES = {"answerable": 1 - UNANSWERABLE, "impossible": 0.4, "taken out": 0.1}
"""What people are taken to ask: as in SQuAD 2.0, half of it has an answer, and most of the rest sounds as if it had."""
ABOUT = "SQuAD's questions on Wikipedia articles, and questions on files as people keep them; half can be answered"
BUDGETS = (0.01, 0.02, 0.05, 0.1, 0.2)
ASKED = (0.25, 0.5)
"""Shares of questions without an answer at which the calibration error is shown."""
BINS = 15


@dataclass(frozen=True, slots=True)
class Outcome:
    """The score of what is shown, whether it was right, and of which article it is."""

    score: float
    right: bool
    kind: str
    article: str


def outcomes(folder: Folder, draw: random.Random) -> Iterator[Outcome]:
    """The questions of one folder; an answerable one comes twice, with and without its document."""
    count = MANY if any(not posed.nuggets for posed in folder.asked) else QUESTIONS
    for posed, candidate in answered(folder, draw.sample(folder.asked, min(count, len(folder.asked))), load_reader()):
        kind = "answerable" if posed.nuggets else "impossible"
        yield _outcome(candidate, posed.is_answered_by(candidate.shown), kind, folder.title)
        # Chunks are read one by one, so what the reader says without a document is what is left.
        others = [span for span in candidate.spans if span.chunk.source != posed.source]
        if posed.nuggets and others:
            without = select(candidate.sub_question, candidate.hits, others, UNANSWERABLE)
            yield _outcome(without, False, "taken out", folder.title)


def _outcome(candidate: Candidate, right: bool, kind: str, title: str) -> Outcome:
    return Outcome(max(span.score for span in candidate.shown), right, kind, title)


def weights(found: Sequence[Outcome], unanswerable: float = 1 - SHARES["answerable"]) -> NDArray[np.float64]:
    """What each outcome counts, so that each kind has its share; those without an answer `unanswerable` together."""
    counts = Counter(each.kind for each in found)
    factor = unanswerable / (1 - SHARES["answerable"])
    shares = {kind: share * factor for kind, share in SHARES.items()} | {"answerable": 1 - unanswerable}
    return np.array([shares[each.kind] / counts[each.kind] for each in found]) * len(found)


def calibration_error(sure: Sequence[float], right: Sequence[bool], share: NDArray[np.float64]) -> float:
    """The mean over `BINS` equal bins, each by its weight, of |mean confidence - share right| (Guo et al. 2017)."""
    bins = np.minimum((np.array(sure) * BINS).astype(int), BINS - 1)
    off = [abs(float(share[bins == at] @ (np.array(sure) - np.array(right))[bins == at])) for at in range(BINS)]
    return float(sum(off) / share.sum())


def values(found: Sequence[Outcome]) -> dict[str, Any]:
    """The curve, with where it comes from."""
    scores = np.array([[each.score] for each in found])
    right = np.array([each.right for each in found])
    share = weights(found)
    curve = LogisticRegression(C=1e6).fit(scores, right, share)
    read_right = round(float(np.mean([each.right for each in found if each.kind == "answerable"])), 3)
    return {
        "command": "python -m training.calibrate DATA",
        "data": [
            "SQuAD 1.1 train, every twelfth article",
            "SQuAD 2.0 dev, two articles of the open half",
            "one in twelve of training/notes",
        ],
        "questions": Counter(each.kind for each in found),
        "shares": SHARES,
        "read_right": read_right,
        "unanswerable": round(1 - SHARES["answerable"], 4),
        "auroc_right": round(float(roc_auc_score(right, curve.predict_proba(scores)[:, 1], sample_weight=share)), 3),
        "intercept": round(float(curve.intercept_[0]), 4),
        "slope": round(float(curve.coef_[0][0]), 4),
    }


def cross_fitted(found: Sequence[Outcome]) -> list[risk.Scored]:
    """Every outcome with its probability by the curve fitted on the other articles."""
    probabilities = cross_val_predict(
        LogisticRegression(C=1e6),
        np.array([[each.score] for each in found]),
        np.array([each.right for each in found]),
        groups=[each.article for each in found],
        cv=LeaveOneGroupOut(),
        params={"sample_weight": weights(found)},
        method="predict_proba",
    )
    sure = np.round(probabilities[:, 1], 4).tolist()
    return [risk.Scored(each, outcome.right) for each, outcome in zip(sure, found, strict=True)]


def drawn(found: Sequence[Outcome], draw: random.Random) -> list[int]:
    """The places of as many outcomes as there can be without any twice, so that each kind has its share."""
    places = {kind: [at for at, each in enumerate(found) if each.kind == kind] for kind in SHARES}
    count = min(len(places[kind]) / share for kind, share in SHARES.items())
    # 0.75 of 100 / 0.75 may be just short of 75.
    return [at for kind, share in SHARES.items() for at in draw.sample(places[kind], int(share * count + 1e-9))]


def write(found: Sequence[Outcome], draw: random.Random, curve: Path = FILE, sample: Path = risk.SHIPPED) -> None:
    """Fit, and write and print the curve and the sample that goes with it."""
    fitted, scored = values(found), cross_fitted(found)
    curve.write_text(json.dumps(fitted, indent=2) + "\n", "utf-8")
    print(json.dumps(fitted, indent=2))
    chosen = tuple(scored[at] for at in drawn(found, draw))
    used = Calibration.fitted(fitted)
    for asked in ASKED:
        sure = [used.shifted(each.confidence, asked) for each in scored]
        off = calibration_error(sure, [each.right for each in scored], weights(found, asked))
        print(f"calibration error on left-out articles where {asked:.0%} have no answer: {off:.3f}")
    risk.write_scored(sample, risk.Sample(ABOUT, chosen), command=fitted["command"], curve=used)
    for budget in BUDGETS:
        least = risk.threshold(chosen, budget)
        print(f"{budget:.0%} of {len(chosen)} wrong: from {least:.4f}, {risk.coverage(chosen, least):.1%} answered")


def main() -> None:
    draw = random.Random(SEED)
    folders = [*map(of_article, calibration_articles(Path(sys.argv[1]))), *of_notes(notes(CALIBRATES))]
    found: list[Outcome] = []
    for number, folder in enumerate(folders, start=1):
        found += outcomes(folder, draw)
        print(number, "of", len(folders), "folders", file=sys.stderr)
    write(found, draw)


if __name__ == "__main__":
    main()

"""Ranked chunks against a question's needs, as trec_eval measures them (by ir-measures and pytrec_eval).

What is to be found are the needs: a chunk that holds an alternative of a need whole counts as that
need, the first time that it is found. A chunk that holds several stands for all of them, one after
the other; one that holds nothing new stands for a miss. Manning, Raghavan and Schütze 2008, chapter
8. Without needs every measure is None.
"""

from collections.abc import Sequence

from ir_measures import RR, Measure, Qrel, ScoredDoc, SetR, calc_aggregate, nDCG

from eval.measures.evidence import holds
from eval.questions.dataset import Need
from index import Hit


def recall_at(k: int, needs: Sequence[Need], hits: Sequence[Hit]) -> float | None:
    """R@k = |needs found in the first k chunks| / |needs|."""
    # The cut is made here, at k chunks: a chunk that stands for two needs must push out no other.
    return _measured(SetR, needs, hits[:k])


def reciprocal_rank(needs: Sequence[Need], hits: Sequence[Hit]) -> float | None:
    """1 / the rank of the first chunk that holds any need; 0 where none does (Voorhees 1999)."""
    return _measured(RR, needs, hits)


def ndcg_at(k: int, needs: Sequence[Need], hits: Sequence[Hit]) -> float | None:
    """Σ 1 / log2(rank + 1) over the needs found, by the greatest it can be (Järvelin and Kekäläinen 2002)."""
    return _measured(nDCG @ k, needs, hits)


def _measured(measure: Measure, needs: Sequence[Need], hits: Sequence[Hit]) -> float | None:
    if not needs:
        return None
    gold = [Qrel("question", f"need {number}", 1) for number in range(len(needs))]
    ranked = [ScoredDoc("question", name, -float(rank)) for rank, name in enumerate(_found(needs, hits))]
    return float(calc_aggregate([measure], gold, ranked)[measure])


def _found(needs: Sequence[Need], hits: Sequence[Hit]) -> list[str]:
    """The hits as names of the needs that they are the first to hold, or of a miss."""
    ranked: list[str] = []
    open_needs = dict(enumerate(needs))
    for rank, hit in enumerate(hits):
        held = [number for number, need in open_needs.items() if holds(hit.chunk, need)]
        for number in held:
            del open_needs[number]
        ranked += [f"need {number}" for number in held] or [f"miss {rank}"]
    return ranked

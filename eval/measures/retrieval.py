"""Ranked chunks against a question's nuggets, as trec_eval measures them (by ir-measures and pytrec_eval).

What is to be found are the nuggets: a chunk that holds an alternative of a nugget whole counts as that
nugget, the first time that it is found. A chunk that holds several stands for all of them, one after
the other; one that holds nothing new stands for a miss. Manning, Raghavan and Schütze 2008, chapter
8. Without nuggets every measure is None.
"""

from collections.abc import Sequence

from ir_measures import RR, Measure, Qrel, ScoredDoc, SetR, calc_aggregate, nDCG

from eval.measures.evidence import holds
from eval.questions.dataset import Nugget
from index import Hit


def recall_at(k: int, nuggets: Sequence[Nugget], hits: Sequence[Hit]) -> float | None:
    """R@k = |nuggets found in the first k chunks| / |nuggets|."""
    # The cut is made here, at k chunks: a chunk that stands for two nuggets must push out no other.
    return _measured(SetR, nuggets, hits[:k])


def reciprocal_rank(nuggets: Sequence[Nugget], hits: Sequence[Hit]) -> float | None:
    """1 / the rank of the first chunk that holds any nugget; 0 where none does (Voorhees 1999)."""
    return _measured(RR, nuggets, hits)


def ndcg_at(k: int, nuggets: Sequence[Nugget], hits: Sequence[Hit]) -> float | None:
    """Σ 1 / log2(rank + 1) over the nuggets found, by the greatest it can be (Järvelin and Kekäläinen 2002)."""
    return _measured(nDCG @ k, nuggets, hits)


def _measured(measure: Measure, nuggets: Sequence[Nugget], hits: Sequence[Hit]) -> float | None:
    if not nuggets:
        return None
    gold = [Qrel("question", f"nugget {number}", 1) for number in range(len(nuggets))]
    ranked = [ScoredDoc("question", name, -float(rank)) for rank, name in enumerate(_found(nuggets, hits))]
    return float(calc_aggregate([measure], gold, ranked)[measure])


def _found(nuggets: Sequence[Nugget], hits: Sequence[Hit]) -> list[str]:
    """The hits as names of the nuggets that they are the first to hold, or of a miss."""
    ranked: list[str] = []
    open_nuggets = dict(enumerate(nuggets))
    for rank, hit in enumerate(hits):
        held = [number for number, nugget in open_nuggets.items() if holds(hit.chunk, nugget)]
        for number in held:
            del open_nuggets[number]
        ranked += [f"nugget {number}" for number in held] or [f"miss {rank}"]
    return ranked

"""txtai: an embeddings database that keeps its texts. It does not split: its passages are whole documents."""

from pathlib import Path

from eval.peers.datatypes import Ask, Corpus, Found, Reply
from eval.peers.model import model_folder
from eval.questions.dataset import Question


def build(corpus: Corpus, folder: Path) -> Ask:
    """The database is kept in memory, as it is unless told otherwise; so `folder` stays empty."""
    from txtai import Embeddings

    embeddings = Embeddings(path=str(model_folder()), content=True)
    embeddings.index(
        (name, path.read_text("utf-8", errors="ignore")) for name, path in zip(corpus.names, corpus.paths, strict=True)
    )

    def reply(question: Question) -> Reply:
        rows = embeddings.search(question.question)
        return Reply.of_passages([Found(row["id"], row["text"], None) for row in rows])

    return reply

"""haystack: its text converter, splitter, in-memory store and embedding retriever."""

from dataclasses import replace
from pathlib import Path

from eval.peers.datatypes import Ask, Corpus, Found, Reply
from eval.peers.model import load_model
from eval.questions.dataset import Question


def build(corpus: Corpus, folder: Path) -> Ask:
    """The store is kept in memory, so `folder` stays empty. The model is called as its embedders would call it."""
    from haystack.components.converters import TextFileToDocument
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    model, store = load_model(), InMemoryDocumentStore()
    meta = [{"source": name} for name in corpus.names]
    documents = TextFileToDocument().run(sources=list(corpus.paths), meta=meta)["documents"]
    chunks = DocumentSplitter().run(documents=documents)["documents"]
    vectors = model([chunk.content or "" for chunk in chunks])
    store.write_documents([replace(chunk, embedding=vector) for chunk, vector in zip(chunks, vectors, strict=True)])
    retriever = InMemoryEmbeddingRetriever(store)

    def reply(question: Question) -> Reply:
        rows = retriever.run(query_embedding=model([question.question])[0])["documents"]
        return Reply.of_passages(
            [Found(row.meta["source"], row.content or "", row.meta["split_idx_start"]) for row in rows]
        )

    return reply

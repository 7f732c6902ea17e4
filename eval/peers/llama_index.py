"""llama-index: SimpleDirectoryReader, and a VectorStoreIndex with its own splitter and store."""

import logging
from pathlib import Path
from typing import Any

from eval.peers.datatypes import Ask, Corpus, Found, Reply
from eval.peers.model import load_model
from eval.questions.dataset import Question


def build(corpus: Corpus, folder: Path) -> Ask:
    """The index is kept in memory, as it is unless told otherwise; so `folder` stays empty."""
    # It would say of every file that readers of other formats are not installed.
    logging.getLogger("llama_index").setLevel(logging.ERROR)
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex

    documents = SimpleDirectoryReader(input_files=corpus.paths).load_data()
    retriever = VectorStoreIndex.from_documents(documents, embed_model=embedding()).as_retriever()

    def reply(question: Question) -> Reply:
        nodes = [found.node for found in retriever.retrieve(question.question)]
        return Reply.of_passages([_found(node, corpus.folder) for node in nodes])

    return reply


def _found(node: Any, folder: Path) -> Found:
    source = Path(node.metadata["file_path"]).relative_to(folder).as_posix()
    return Found(source, node.text, node.start_char_idx)


def embedding() -> Any:
    """The model as llama-index wants it: its own adapter is a package of its own, over the same library."""
    from llama_index.core.embeddings import BaseEmbedding

    model = load_model()

    class Embedding(BaseEmbedding):
        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return model(texts)

        def _get_text_embedding(self, text: str) -> list[float]:
            return model([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return model([query])[0]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return model([query])[0]

    return Embedding(model_name="all-MiniLM-L6-v2")

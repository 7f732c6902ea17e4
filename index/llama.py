"""The index as a llama-index retriever, to plug into its query engines and agents.

Each node carries its source and its exact offsets. Only this file imports llama-index (eval/peers,
which compares with it, aside).
"""

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.datatypes import Hit
from index.opening import Index


class QuotedRetriever(BaseRetriever):
    """Dense and BM25 search, fused by reciprocal rank, over an index, as it is at each question."""

    def __init__(self, index: Index, *, count: int = 10) -> None:
        super().__init__()
        self._index = index
        self._count = count

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        with self._index.snapshot() as content:
            return [_node(hit) for hit in content.search(query_bundle.query_str, self._count)]


def _node(hit: Hit) -> NodeWithScore:
    chunk = hit.chunk
    node = TextNode(
        id_=chunk.chunk_id,
        text=chunk.text,
        start_char_idx=chunk.start,
        end_char_idx=chunk.end,
        metadata={"source": chunk.source, "title": chunk.title, "document_id": chunk.document_id},
    )
    return NodeWithScore(node=node, score=hit.score)

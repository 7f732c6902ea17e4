import pytest

from index import open_document


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_retriever_gives_llama_index_nodes_with_exact_offsets(folder, opened):
    from index.llama import QuotedRetriever

    nodes = QuotedRetriever(opened, count=3).retrieve("Who designed the bridge?")
    document = open_document("river.txt", folder)
    assert nodes
    for found in nodes:
        node = found.node
        assert document.text[node.start_char_idx : node.end_char_idx] == node.text
        assert node.metadata["source"] == "river.txt"

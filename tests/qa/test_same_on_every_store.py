"""The same question, the same answer, to the byte, wherever the vectors are."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from chroma_server import Server

from qa import Settings, Turn, ask

PARCELS = "\n\n".join(
    f"Parcel {number} lies on shelf {number % 37} of row {number % 11}, and weighs {number * 7 % 90 + 1} pounds."
    for number in range(700)
)
QUESTIONS = (
    "Where is Guzman held?",
    "On which shelf does parcel 412 lie?",
    "How much does the heaviest parcel weigh?",
    "Who won the chess championship?",
)


def answers(folder: Path, sources: list[Path], store: str) -> list[str]:
    settings = Settings(index_dir=folder, store=store, chunk_tokens=32)
    given = [ask(question, sources, settings=settings) for question in QUESTIONS]
    given.append(ask("Since when?", sources, [Turn(given[0].question, given[0])], settings))
    assert given[0].status == "answered" and len(given[1].hits) > 1
    return [answer.to_json(timings=False) for answer in given]


@pytest.mark.slow
@pytest.mark.skipif(
    find_spec("pymilvus") is None or find_spec("milvus_lite") is None, reason="the extra milvus is not installed"
)
def test_every_store_gives_the_same_answers_to_the_byte(tmp_path):
    parcels = tmp_path / "parcels.txt"
    parcels.write_text(PARCELS, "utf-8")
    sources = [Path("seeds").resolve(), parcels]
    server = Server(tmp_path / "server")
    try:
        embedded = answers(tmp_path / "embedded", sources, "")
        assert answers(tmp_path / "served", sources, server.address) == embedded
        assert answers(tmp_path / "lite", sources, str(tmp_path / "vectors.db")) == embedded
        assert answers(tmp_path / "embedded", sources, "") == embedded
    finally:
        server.stop()

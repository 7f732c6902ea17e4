import subprocess
import sys
from pathlib import Path

import pytest

from index import open_index

CRASHES = Path(__file__).with_name("crashes.py")


def crashes(*arguments: object) -> str:
    command = [sys.executable, CRASHES, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_kill_at_any_write_loses_and_mixes_up_nothing(tmp_path):
    assert int(crashes(tmp_path).split()[0]) > 40


@pytest.mark.slow
def test_fifty_kills_at_random_lose_and_mix_up_nothing(tmp_path):
    assert crashes(tmp_path, "random", 50) == "50 random kills\n"


def test_a_removed_documents_words_are_in_no_byte_of_the_index(folder, index_dir):
    secret = folder / "zorblatt.txt"
    secret.write_text("The quuxling is hidden under the flombish. " * 40, "utf-8")
    index = open_index(folder, index_dir=index_dir)
    with index.snapshot() as content:
        chunks = [hit.chunk for hit in content.search("quuxling flombish", 9) if "quuxling" in hit.chunk.text]
        vectors = [index.embedder.embed(chunk.passage).tobytes() for chunk in chunks]
    assert chunks
    secret.unlink()
    index.refresh()
    index.close()
    held = b"".join(path.read_bytes() for path in index_dir.rglob("*") if path.is_file())
    traces = [b"zorblatt", b"quuxl", b"flombish", *(chunk.chunk_id.encode() for chunk in chunks), *vectors]
    assert [trace for trace in traces if trace in held] == []

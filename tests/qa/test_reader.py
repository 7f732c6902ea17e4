import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Chunk, Hit, sentence_spans
from index.datatypes import ModelError
from qa.reader import MAX_TOKENS, MODEL, SPAN_TOKENS, _best, load_reader

TEXT = "The bridge over the Aller opened on 3 May 1998. Ada Lund designed it. The ferry stopped in 1999."


def hit(text: str, start: int = 100) -> Hit:
    sentences = tuple((start + first, start + last) for first, last in sentence_spans(text))
    return Hit(Chunk("c", "d", "a.txt", "a", start, start + len(text), text, sentences), 1.0, 1, 1)


def marked(span) -> str:
    return span.chunk.slice(span.start, span.end)


def test_the_answering_words_are_marked_inside_their_sentence():
    best = load_reader().read("Who designed the bridge?", [hit(TEXT)])[0]
    assert marked(best) == "Ada Lund"
    assert best.chunk.slice(*best.sentence) == "Ada Lund designed it."


def test_there_is_one_span_a_sentence_best_first():
    spans = load_reader().read("When did the bridge open?", [hit(TEXT), hit("Bread needs a hot oven.", 900)])
    assert len(spans) == len({span.sentence for span in spans}) == 4
    assert [span.score for span in spans] == sorted((span.score for span in spans), reverse=True)
    assert "1998" in marked(spans[0])
    assert all(span.sentence[0] <= span.start < span.end <= span.sentence[1] for span in spans)


def test_a_chunk_reads_the_same_whatever_stands_beside_it():
    def scores(hits):
        return {span.sentence: span.score for span in load_reader().read("Who designed the bridge?", hits)}

    alone = scores([hit(TEXT)])
    together = scores([hit("Bread needs a hot oven. " * 9, 900), hit(TEXT), hit("x", 5000)])
    assert all(together[sentence] == score for sentence, score in alone.items())


def test_a_chunk_longer_than_the_model_reads_is_read_in_windows_to_its_end():
    long = hit("Bread needs a hot oven and a patient cook. " * 90 + TEXT)
    assert len(load_reader()._tokenizer.encode(long.chunk.text).ids) > 2 * MAX_TOKENS
    spans = load_reader().read("Who designed the bridge?", [long])
    assert marked(spans[0]) == "Ada Lund"
    assert {span.sentence for span in spans} == set(long.chunk.sentences)


def test_an_answer_in_the_text_scores_above_none():
    def best(text):
        return load_reader().read("Who designed the bridge?", [hit(text)])[0].score

    assert best(TEXT) > best("The weather was fine in May and the harvest was good.")


@pytest.mark.parametrize("question", ["", "?", "💥" * 50, "why " * 400])
def test_odd_questions_and_texts_do_no_harm(question):
    for text in ("x", "漢字" * 100, "word " * 390, "\x01\x02"):
        for span in load_reader().read(question, [hit(text)]):
            assert np.isfinite(span.score)


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=60), st.randoms())
def test_best_is_the_best_of_all_allowed_spans(starts, random):
    ends = random.sample(starts, len(starts))
    start, end, score = _best(np.array(starts, np.float32), np.array(ends, np.float32))
    allowed = [starts[i] + ends[j] for i in range(len(starts)) for j in range(i, min(len(starts), i + SPAN_TOKENS))]
    assert 0 <= end - start < SPAN_TOKENS
    assert score == pytest.approx(max(allowed), abs=1e-4)


def test_reading_leaves_nothing_behind(tmp_path):
    """onnxruntime's telemetry would keep a device's id and a database in the user's folders."""
    program = "from qa.reader import load_reader; load_reader()"
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", program], env=os.environ | home, check=True, timeout=120)
    assert [path for path in tmp_path.rglob("*") if "microsoft" in str(path).lower()] == []


def test_other_weights_than_the_shipped_ones_are_refused(tmp_path):
    shutil.copytree(MODEL, tmp_path / "model")
    with (tmp_path / "model" / "reader.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match="SHA-256"):
        load_reader(tmp_path / "model")

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.datatypes import ModelError
from index.embedding import (
    BUNDLED,
    MODEL,
    SentenceTransformers,
    bundled_folder,
    load_embedder,
    model_version,
)
from index.fingerprint import Fingerprint

TEXTS = ["Where is the bridge?", "The bridge over the Aller opened in 1998.", "x", "word " * 600]


def test_vectors_have_unit_length_and_do_not_depend_on_their_company():
    embedder = load_embedder(BUNDLED)
    together = embedder.embed_all(TEXTS)
    assert together.shape == (4, 384) and together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    assert all((embedder.embed(text) == row).all() for text, row in zip(TEXTS, together, strict=True))
    assert (embedder.embed_all(TEXTS[::-1] * 8)[:4] == together[::-1]).all()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_the_bundled_model_is_nearly_what_sentence_transformers_makes_of_it():
    ours, theirs = load_embedder(BUNDLED), SentenceTransformers(str(bundled_folder()))
    assert (theirs.max_tokens, theirs.dimensions) == (ours.max_tokens, ours.dimensions)
    texts = [
        line for path in Path("seeds").iterdir() for line in path.read_text("utf-8").splitlines() if len(line) > 60
    ]
    assert len(texts) > 10
    for text, vector, other in zip(texts, ours.embed_all(texts), theirs.embed_all(texts), strict=True):
        assert vector @ other > 0.995, text
        assert ours.token_spans(text) == theirs.token_spans(text)


def test_what_is_too_long_is_cut_off_at_its_end():
    embedder = load_embedder(BUNDLED)
    start = "bridge " * embedder.max_tokens
    assert (embedder.embed(start) == embedder.embed(start + "tax " * 400)).all()
    assert (embedder.embed(start[:-14]) != embedder.embed(start)).any()


def test_a_documents_special_tokens_are_text():
    text = "Write [SEP] between both."
    assert [text[start:end] for start, end in load_embedder(BUNDLED).token_spans(text)][1:4] == ["[", "SEP", "]"]


def test_a_question_imports_neither_torch_nor_transformers():
    code = (
        "import sys; from qa import ask; assert ask('Where is Guzman held?').hits; "
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_index_is_made_anew_where_the_weights_are_others():
    assert model_version(BUNDLED) == (MODEL / "SHA256").read_text("ascii")[:64]
    assert model_version(BUNDLED) in Fingerprint(BUNDLED, 100).text()


def test_a_model_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(ModelError, match="nothing-here"):
        SentenceTransformers(str(tmp_path / "nothing-here"))

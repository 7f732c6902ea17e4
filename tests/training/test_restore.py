"""What was exported comes back: the way from the shipped weights to further training."""

import shutil

import pytest
import torch
from transformers import MPNetConfig, MPNetModel

from index.embedding import bundled_folder
from training.export import export
from training.model import ReaderModel
from training.restore import restore

pytest.importorskip("onnxscript", reason="the export needs the extra for training")
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::RuntimeWarning")


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """An encoder whose matrices are large enough to be quantised."""
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("wide")
    sizes = {"hidden_size": 256, "intermediate_size": 512, "num_attention_heads": 4, "num_hidden_layers": 3}
    MPNetModel(MPNetConfig(vocab_size=30522, **sizes), add_pooling_layer=False).save_pretrained(folder)
    shutil.copyfile(bundled_folder() / "tokenizer.json", folder / "tokenizer.json")
    return folder


@pytest.fixture(scope="module")
def trained(base, tmp_path_factory):
    """Its weights after some steps, as far as they learn."""
    folder = tmp_path_factory.mktemp("trained")
    model = ReaderModel(base)
    model.freeze_lowest()
    with torch.no_grad():
        for weight in (each for each in model.parameters() if each.requires_grad):
            weight.add_(torch.randn_like(weight), alpha=0.02)
    model.save(folder)
    shutil.copyfile(base / "tokenizer.json", folder / "tokenizer.json")
    return folder


@pytest.fixture(scope="module")
def shipped(trained, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shipped")
    export(trained, folder, [("Who paid?", "The bridge was paid for by the county."), ("When?", "In 1998.")])
    return folder


def test_the_shipped_weights_come_back_to_within_half_a_step_in_the_mean(base, trained, shipped, tmp_path):
    restore(shipped, base, tmp_path)
    pairs = zip(ReaderModel(tmp_path).named_parameters(), ReaderModel(trained).parameters(), strict=True)
    for (name, found), expected in pairs:
        step = expected.abs().amax(-1, keepdim=True) / 127 if expected.dim() == 2 else torch.zeros(1)
        # Evening out the columns makes some steps larger, and others smaller.
        assert (found - expected).abs().mean() <= 0.5 * step.mean() + 1e-6, name
    assert (tmp_path / "tokenizer.json").read_bytes() == (shipped / "tokenizer.json").read_bytes()


def test_another_encoder_is_refused(shipped, base, tmp_path):
    sizes = {"hidden_size": 256, "intermediate_size": 512, "num_attention_heads": 4, "num_hidden_layers": 4}
    MPNetModel(MPNetConfig(vocab_size=30522, **sizes), add_pooling_layer=False).save_pretrained(tmp_path)
    with pytest.raises(ValueError, match="another encoder"):
        restore(shipped, tmp_path, tmp_path / "out")

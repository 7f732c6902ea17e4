import torch

from training.checkpoint import unpack
from training.model import ReaderModel


def test_a_checkpoint_becomes_a_folder(base, tmp_path, capsys):
    model = ReaderModel(base)
    torch.nn.init.normal_(model.token_head.weight)
    torch.save({"model": model.state_dict(), "step": 7, "rows": 99}, tmp_path / "checkpoint.pt")
    unpack(tmp_path / "checkpoint.pt", base, tmp_path / "model")
    found = ReaderModel(tmp_path / "model").state_dict()
    assert all(torch.equal(found[name], value) for name, value in model.state_dict().items())
    assert (tmp_path / "model/tokenizer.json").is_file()
    assert "step 7, 99 examples" in capsys.readouterr().out

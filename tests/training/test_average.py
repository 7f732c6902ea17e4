import torch

from training.average import average
from training.model import ReaderModel


def test_every_weight_is_the_mean(base, tmp_path):
    folders = [tmp_path / name for name in "abc"]
    for seed, folder in enumerate(folders):
        torch.manual_seed(seed)
        model = ReaderModel(base)
        for value in model.parameters():
            torch.nn.init.normal_(value)
        model.save(folder)
        (folder / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())
    average(folders, tmp_path / "mean")
    mean = ReaderModel(tmp_path / "mean").state_dict()
    weights = [ReaderModel(folder).state_dict() for folder in folders]
    assert {"token_head.bias", "stance_head.weight"} < mean.keys()
    for name, value in mean.items():
        if torch.is_floating_point(value):
            assert torch.allclose(value, sum(each[name] for each in weights) / 3, atol=1e-6)
    assert (tmp_path / "mean/tokenizer.json").read_bytes() == (base / "tokenizer.json").read_bytes()

import shutil

import torch

from training.average import average
from training.model import ReaderModel


def test_every_weight_is_the_mean(base, tmp_path):
    models = [ReaderModel(base) for _ in "abc"]
    for name, model in zip("abc", models, strict=True):
        with torch.no_grad():
            for weight in model.parameters():
                weight.add_(torch.randn_like(weight))
        model.save(tmp_path / name)
        shutil.copyfile(base / "tokenizer.json", tmp_path / name / "tokenizer.json")
    average([tmp_path / name for name in "abc"], tmp_path / "mean")
    weights = [model.state_dict() for model in models]
    for name, mean in ReaderModel(tmp_path / "mean").state_dict().items():
        assert torch.allclose(mean.float(), sum(each[name].float() for each in weights) / 3, atol=1e-6), name

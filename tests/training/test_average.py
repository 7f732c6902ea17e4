import torch
from transformers import BertConfig, BertForQuestionAnswering

from training.average import average


def test_every_weight_is_the_mean(tmp_path):
    config = BertConfig(vocab_size=8, hidden_size=4, num_hidden_layers=1, num_attention_heads=1, intermediate_size=4)
    models = [BertForQuestionAnswering(config) for _ in range(3)]
    for name, model in zip("abc", models, strict=True):
        model.save_pretrained(tmp_path / name)
    average([tmp_path / name for name in "abc"], tmp_path / "mean")
    mean = BertForQuestionAnswering.from_pretrained(tmp_path / "mean").state_dict()
    weights = [model.state_dict() for model in models]
    assert all(torch.allclose(mean[name], sum(each[name] for each in weights) / 3) for name in mean)

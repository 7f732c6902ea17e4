import torch

from training.model import FROZEN_LAYERS, ReaderModel

IDS = torch.tensor([[101, 2040, 102, 7592, 2088, 102]])
TYPES = torch.tensor([[0, 0, 0, 1, 1, 1]])


def logits(model: ReaderModel, ids: torch.Tensor = IDS, types: torch.Tensor = TYPES) -> list[torch.Tensor]:
    with torch.inference_mode():
        out = model.eval()(ids, torch.ones_like(ids), types)
    return [out.start, out.end, out.evidence, out.stance]


def test_three_logits_a_token_and_three_a_row(base):
    assert [tuple(each.shape) for each in logits(ReaderModel(base))] == [(1, 6), (1, 6), (1, 6), (1, 3)]


def test_types_count_only_where_the_encoder_knows_them(base):
    model = ReaderModel(base)
    other = logits(model, types=torch.zeros_like(TYPES))
    assert torch.equal(logits(model)[0], other[0]) != model.has_types


def test_what_was_saved_is_what_comes_back(base, tmp_path):
    model = ReaderModel(base)
    model.save(tmp_path)
    for one, other in zip(logits(model), logits(ReaderModel(tmp_path)), strict=True):
        assert torch.equal(one, other)


def test_the_lowest_layers_are_kept_as_they_are(base):
    model = ReaderModel(base)
    model.freeze_lowest()
    learning = {name for name, value in model.named_parameters() if value.requires_grad}
    layers = {name.split(".")[3] for name in learning if name.startswith("encoder.encoder.layer.")}
    assert layers == {str(FROZEN_LAYERS)}
    assert {"token_head.weight", "stance_head.weight"} < learning
    assert not any("embeddings" in name for name in learning)

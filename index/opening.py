"""Sources → an Index that holds them as they are now. A process opens each of them once."""

import hashlib
import re
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

from index.datatypes import SettingsError
from index.embedding import BUNDLED, load_embedder
from index.ingest import Recipe
from index.roots import SEEDS
from index.search import Index

CHUNK_TOKENS = 160


def make_recipe(embedding_model: str = BUNDLED, chunk_tokens: int = CHUNK_TOKENS) -> Recipe:
    """The recipe, checked against the model's limit."""
    limit = load_embedder(embedding_model).max_tokens
    if not 16 <= chunk_tokens <= limit:
        raise SettingsError(f"chunk_tokens is {chunk_tokens}; with {embedding_model} it can be 16 to {limit}.")
    return Recipe(embedding_model, chunk_tokens)


def index_folder(sources: str | Path | None, index_dir: str | Path | None, recipe: Recipe) -> Path:
    """Where the index of these sources is kept: the user's cache, unless a folder is named."""
    if index_dir is not None:
        return Path(index_dir).expanduser().resolve()
    path = Path(SEEDS if sources is None else sources).expanduser().resolve()
    key = hashlib.sha256(f"{path}\n{recipe.text()}".encode()).hexdigest()[:12]
    return user_cache_path("quoted") / f"{re.sub(r'[^A-Za-z0-9._-]', '_', path.name)}-{key}"


def open_index(
    sources: str | Path | None = None,
    *,
    index_dir: str | Path | None = None,
    embedding_model: str = BUNDLED,
    chunk_tokens: int = CHUNK_TOKENS,
) -> Index:
    """The index of these sources, made or brought up to date first where it is not.

    Raises SourcesError where nothing can be read, IndexLockedError where another process keeps
    writing. A damaged index is rebuilt; that, and each unreadable file, is logged as a warning.
    """
    recipe = make_recipe(embedding_model, chunk_tokens)
    path = str(SEEDS if sources is None else Path(sources).expanduser().resolve())
    index = _index(path, index_folder(sources, index_dir, recipe), recipe)
    index.refresh()
    return index


@cache
def _index(sources: str, folder: Path, recipe: Recipe) -> Index:
    return Index(sources, folder, recipe, load_embedder(recipe.embedding_model))

"""Whether files, catalogue, words and vectors of an index agree, and mending it where they do not.

A catalogue that holds is all that is needed: words and vectors are made again from it, and nothing is
embedded. Documents whose text is not as it was written are read again from their files.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from index.chunking import chunk_id
from index.datatypes import IndexDamagedError, SettingsError
from index.embedding import Embedder
from index.fingerprint import Fingerprint
from index.folder import CATALOG, VECTORS, wipe, writer_lock
from index.ingest import refill
from index.staging import Staging


def check(folder: Path, fingerprint: Fingerprint, embedder: Embedder) -> list[str]:
    """What is wrong with the index in a folder, each in a sentence; nothing where all agrees."""
    with writer_lock(folder):
        try:
            with closing(_opened(folder)) as staging:
                return [*_database(staging), *_texts(staging), *_store(staging, folder, fingerprint, embedder)]
        except IndexDamagedError as error:
            return [str(error)]


def repair(folder: Path, fingerprint: Fingerprint, embedder: Embedder) -> list[str]:
    """Mend what can be mended without the files, and say what was done; the rest is read again at the next run."""
    with writer_lock(folder):
        try:
            with closing(_opened(folder)) as staging:
                done = [*_forget_altered(staging), *_try_again(staging), *_rewrite_words(staging)]
                return [*done, *_rewrite_vectors(staging, folder, fingerprint, embedder)]
        except IndexDamagedError as error:
            wipe(folder)
            return [f"The catalogue could not be read ({error}) and was thrown away; the files will be read again."]


def _opened(folder: Path) -> Staging:
    if not (folder / CATALOG).exists():
        raise SettingsError(f"There is no index in {folder}. Make one: python -m index PATH")
    return Staging(folder / CATALOG)


def _database(staging: Staging) -> Iterator[str]:
    for (finding,) in staging.db.rows("PRAGMA integrity_check(10)"):
        if finding != "ok":
            yield f"SQLite finds the catalogue damaged: {finding}."
    if not staging.is_settled():
        yield "An earlier run was ended before it was done; the next one finishes it."


def _altered(staging: Staging) -> set[str]:
    """The documents of which a passage is not as it was written, or has no vector of the right length."""
    query = (
        'SELECT chunk_id, document_id, start, "end", context, chunks.text, '
        'substr(documents.text, start + 1, "end" - start), length(vector) '
        "FROM chunks JOIN documents USING (document_id)"
    )
    found, lengths = set(), set()
    for made_id, document_id, start, end, context, text, there, length in staging.db.each(query):
        lengths.add(length)
        same = made_id == chunk_id(document_id, start, context, text) and text == there and end - start == len(text)
        if not same or length is None or len(lengths) > 1:
            found.add(document_id)
    return found


def _texts(staging: Staging) -> Iterator[str]:
    for document_id in sorted(_altered(staging)):
        record = staging.record(document_id)
        yield f"The text of {record.sources[0] if record else document_id} is not as it was written."
    lost = "SELECT source FROM files WHERE document_id NOT IN (SELECT document_id FROM documents)"
    for (source,) in staging.db.rows(lost):
        yield f"The document of {source} is not there."
    words = staging.db.rows("SELECT count(*), (SELECT count(*) FROM chunks) FROM passages_docsize")[0]
    if words[0] != words[1]:
        yield f"Of {words[1]} passages the words of {words[0]} are known."
    elif not staging.words_agree():
        yield "The words that are known are not those of the passages."


def _store(staging: Staging, folder: Path, fingerprint: Fingerprint, embedder: Embedder) -> Iterator[str]:
    with closing(fingerprint.open_store(folder, embedder.dimensions)) as store:
        stored, known = store.ids(), set(staging.chunk_ids())
    staged = {row[0] for row in staging.db.rows("SELECT chunk_id FROM staged_chunks")}
    if lost := len(known - stored):
        yield f"{lost} passages have no vector in the store."
    if orphans := len(stored - known - staged - set(staging.unwanted())):
        yield f"The store has {orphans} vectors of passages that are not there."


def _forget_altered(staging: Staging) -> Iterator[str]:
    """Have the files of altered documents read again: their records say that they were never seen."""
    altered = sorted(_altered(staging))
    with staging.db.transaction():
        for document_id in altered:
            staging.db.run("UPDATE files SET modified = 0, document_id = NULL WHERE document_id = ?", [document_id])
        staging.remove_unnamed()
    if altered:
        yield f"{len(altered)} documents were not as they were written; their files will be read again."


def _try_again(staging: Staging) -> Iterator[str]:
    """Have the files read again that could not be, or with doubts: a busy machine may have been the reason."""
    noted = sum(bool(file.modified) for file in staging.noted())
    with staging.db.transaction():
        staging.db.run("UPDATE files SET modified = 0 WHERE note <> ''")
    if noted:
        yield f"{noted} files that were not read, or with doubts, will be read again."


def _rewrite_words(staging: Staging) -> Iterator[str]:
    staging.rewrite_words()
    yield f"The words of {len(staging.document_ids())} documents are written anew."


def _rewrite_vectors(staging: Staging, folder: Path, fingerprint: Fingerprint, embedder: Embedder) -> Iterator[str]:
    place = folder / VECTORS
    try:
        with closing(fingerprint.open_store(folder, embedder.dimensions)) as store:
            store.drop()
    except IndexDamagedError:
        yield f"The store in {place} could not be opened and is made anew."
        wipe(folder, keep_catalog=True)
    with closing(fingerprint.open_store(folder, embedder.dimensions)) as store:
        refill(staging, store)
    yield f"{staging.count()} vectors are given to the store again."

"""The list of a person's documents, as data and as HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index import DocumentRecord, FileRecord, QuotedError
from ui.escaping import button_html, name_html, plain_name, text_html
from ui.indexing import Progress
from ui.library import Library

LISTED = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A file as the list shows it. `document_id` is "" where it could not be read; `note` says why."""

    source: str
    title: str
    document_id: str = ""
    date: str = ""
    pages: int = 0
    passages: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a library, those that could not be read first; `problem` says why there are none."""

    rows: tuple[Row, ...]
    problem: str = ""


def read(library: Library, progress: Progress) -> Listing:
    """What a library holds now; where nothing in it can be read, what the last look at the files says of them."""
    try:
        with library.content() as content:
            files, known = content.files().values(), {each.document_id: each for each in content.documents()}
    except QuotedError as error:
        skipped = (result for result in progress.results if result.state == "skipped")
        return Listing(tuple(Row(file.source, file.source, note=file.note) for file in skipped), str(error))
    rows = (_found(file, known.get(file.document_id or "")) for file in files)
    return Listing(tuple(sorted(rows, key=lambda row: bool(row.document_id))))


def _found(file: FileRecord, document: DocumentRecord | None) -> Row:
    if document is None:
        return Row(file.source, file.source, note=file.note)
    facts = (document.date, len(document.pages), document.chunks)
    return Row(file.source, document.title, document.document_id, *facts, note=file.note)


def count_line(files: Iterable[FileRecord]) -> str:
    """How many documents there are, and files that could not be read."""
    records = list(files)
    documents = len({record.document_id for record in records} - {None})
    unread = sum(record.document_id is None for record in records)
    if not records:
        return "No documents yet"
    return count(documents, "document") + (f" · {count(unread, 'file')} not read" if unread else "")


def problem_line(progress: Progress) -> str:
    """Why there is nothing to ask; where that is in the files, the list of them says why."""
    unread = sum(result.state == "skipped" for result in progress.results)
    return f"No document that can be read · {count(unread, 'file')} not read" if unread else progress.problem


def progress_line(progress: Progress) -> str:
    """How far the look at the files is."""
    if not progress.files:
        return "Reading your documents…"
    share = f", {100 * progress.done // progress.total} %" if progress.done < progress.total else ""
    return f"Reading your documents: {progress.file:,} of {progress.files:,} ({plain_name(progress.source)}{share})"


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listing(found: Listing, library: Library) -> str:
    """The list, each readable document with a box to ask it or not."""
    if not found.rows:
        return f'<p class="nothing">{text_html(_why_empty(found))}</p>'
    rows = "".join(_row(row, library.owns(row.source)) for row in found.rows[:LISTED])
    more = f"<li>and {len(found.rows) - LISTED:,} more</li>" if len(found.rows) > LISTED else ""
    return f'{_choice(found.rows)}<ul class="rows">{rows}{more}</ul>'


def _why_empty(found: Listing) -> str:
    return found.problem or "There are no documents yet. Add some, and ask them."


def _choice(rows: Sequence[Row]) -> str:
    """The box that asks all or none."""
    if sum(bool(row.document_id) for row in rows) < 2:
        return ""
    return '<label class="all"><input type="checkbox" id="ask-all" checked> Ask all of them</label>'


def _row(row: Row, own: bool) -> str:
    name = plain_name(row.source)
    delete = ""
    if own:
        delete = button_html(
            "Delete", class_="delete", data_event="delete", data_source=row.source, aria_label=f"Delete {name}"
        )
    if not row.document_id:
        why = f'<p class="note">Not read: {text_html(row.note)}</p>'
        return f'<li class="unread"><div>{name_html(row.source)}{why}</div>{delete}</li>'
    box = (
        f'<input type="checkbox" class="chosen" checked value="{text_html(row.source)}" '
        f'aria-label="Ask {text_html(name)}">'
    )
    title = button_html(name_html(row.title), class_="title", data_event="read", data_document=row.document_id)
    pages = count(row.pages, "page") if row.pages else ""
    facts = (name_html(row.source), text_html(row.date), pages, count(row.passages, "passage"))
    note = f'<p class="note">{text_html(row.note)}</p>' if row.note else ""
    return f'<li>{box}<div>{title}<p class="facts">{" · ".join(filter(None, facts))}</p>{note}</div>{delete}</li>'

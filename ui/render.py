"""Answer → HTML. Pure functions; every text from outside goes through `ui/escaping.py`.

Knows nothing of Gradio. A button says with `data-event` which event it asks for, and with its
other data attributes what it is about; `ui/page.js` passes them on.
"""

from collections.abc import Iterable, Sequence

from index import FileRecord
from qa import Answer, Citation, Sentence
from ui.conversation import Conversation
from ui.escaping import button_html, name_html, plain_name, text_html

LISTED_FILES = 200
_WORD_END = 16
"""Characters at the end of a sentence that are kept on one line with its numbers."""


def thread(conversation: Conversation, last: str = "", *, examples: Sequence[str] = (), guarantee: str = "") -> str:
    """The whole conversation, with what is not yet or not ever a turn after it."""
    turns = [
        turn(number, answer, disliked=number in conversation.disliked)
        for number, answer in enumerate(conversation.answers, conversation.first)
    ]
    body = "".join([*turns, last]) or _welcome(examples, guarantee)
    return f'<div class="thread" role="log" aria-label="Conversation" tabindex="0">{body}</div>'


def _welcome(examples: Sequence[str], guarantee: str) -> str:
    buttons = "".join(
        f"<li>{button_html(text_html(example), data_event='ask', data_question=example)}</li>" for example in examples
    )
    return (
        '<div class="welcome"><h2>Ask your documents.</h2>'
        "<p>The answer comes in the documents’ own words, each sentence with the number of the passage it was "
        "taken from. Where the documents don’t say, you are told so.</p>"
        + (f"<p>{text_html(guarantee)}</p>" if guarantee else "")
        + (f'<p>For example:</p><ul class="examples">{buttons}</ul>' if buttons else "")
        + "</div>"
    )


def turn(number: int, answer: Answer, *, disliked: bool = False) -> str:
    """One question with its answer, and a button to say that it is not right, or that this has been said."""
    body = _answered(number, answer) if answer.status == "answered" else _not_in_sources(number, answer)
    searched = ""
    if answer.standalone_question != answer.question:
        searched = f'<p class="searched">Searched for: <bdi>{text_html(answer.standalone_question)}</bdi></p>'
    return _article(number, answer.question, searched + body + _feedback(number, disliked), kind=answer.status)


def _feedback(number: int, disliked: bool) -> str:
    if disliked:
        return '<p class="feedback">Kept on this computer as not right.</p>'
    label = "Keep this question and its answer, on this computer, as one that is not right"
    button = button_html("Not right?", data_event="dislike", data_turn=str(number), title=label)
    return f'<p class="feedback">{button}</p>'


def pending(number: int, question: str) -> str:
    """A question that is being answered."""
    return _article(number, question, '<p class="working">Reading your documents…</p>', kind="pending")


def problem(number: int, question: str, sentence: str) -> str:
    """A question that could not be answered, and the sentence that says why."""
    return _article(number, question, f'<p role="alert">{text_html(sentence)}</p>', kind="problem")


def _article(number: int, question: str, body: str, *, kind: str) -> str:
    return (
        f'<article class="turn {kind}" id="turn-{number}" aria-labelledby="question-{number}">'
        f'<h2 class="question" id="question-{number}" dir="auto">{text_html(question)}</h2>{body}</article>'
    )


def _answered(number: int, answer: Answer) -> str:
    cited = {citation.marker: citation for citation in answer.citations}
    sentences = " ".join(
        _sentence(sentence, "".join(_cite(number, cited[marker]) for marker in sentence.citations))
        for sentence in answer.sentences
    )
    notes = "".join(f'<p class="note">{text_html(note)}</p>' for note in answer.notes)
    return f'<p class="answer">{sentences}</p>{notes}{_confidence(answer)}'


def _sentence(sentence: Sentence, cites: str) -> str:
    """A sentence, its answering words marked, and its numbers; the first number never stands alone on a line."""
    stop = len(sentence.text.rstrip())
    end = stop - len("".join(sentence.text.split()[-1:])[-_WORD_END:])
    return (
        f'<span class="sentence" dir="auto">{_marked(sentence, 0, end)}'
        f'<span class="end">{_marked(sentence, end, stop)}&nbsp;{cites}</span></span>'
    )


def _marked(sentence: Sentence, start: int, stop: int) -> str:
    """The words from start to stop, those that answer in <strong>."""
    first, last = (min(max(at, start), stop) for at in sentence.marked or (start, start))
    before, answer, after = (text_html(sentence.text[a:b]) for a, b in ((start, first), (first, last), (last, stop)))
    return before + (f"<strong>{answer}</strong>" if answer else "") + after


def _not_in_sources(number: int, answer: Answer) -> str:
    said = " ".join(sentence.text for sentence in answer.sentences if not sentence.citations) or answer.text
    nearest = "".join(
        f"<li>{_cite(number, citation)} <q><bdi>{text_html(citation.quote)}</bdi></q>"
        f' <span class="from">{name_html(citation.title)}</span></li>'
        for citation in answer.citations
    )
    if nearest:
        nearest = f'<p class="nearest">What comes nearest:</p><ul class="passages">{nearest}</ul>{_confidence(answer)}'
    return f'<p class="answer">{text_html(said)}</p>{nearest}'


def _cite(number: int, citation: Citation) -> str:
    """The numbered button of one citation; its id is the only one of its kind on the page."""
    label = plain_name(f"Source {citation.marker}: {citation.title}")
    return button_html(
        f"[{citation.marker}]",
        id=f"cite-{number}-{citation.marker}",
        class_="cite",
        data_event="cite",
        data_turn=str(number),
        data_marker=str(citation.marker),
        aria_controls="source",
        aria_label=label,
        title=label,
    )


def _confidence(answer: Answer) -> str:
    percent = f"{min(99, max(1, round(100 * answer.confidence)))} % likely"  # no estimate is ever certain
    label = f"{percent} right" if answer.status == "answered" else f"{percent} that one of these answers it"
    return f'<p class="confidence">{label}</p>'


def files(records: Iterable[FileRecord]) -> str:
    """One line that unfolds: the documents, and every file that could not be read, with the reason."""
    unread_first = sorted(records, key=lambda record: record.document_id is not None)
    documents = {record.document_id for record in unread_first} - {None}
    unread = sum(record.document_id is None for record in unread_first)
    summary = _count(len(documents), "document") + (f" · {_count(unread, 'file')} not read" if unread else "")
    listed = [_file(record) for record in unread_first]
    more = f"<li>and {len(listed) - LISTED_FILES} more</li>" if len(listed) > LISTED_FILES else ""
    return f"<details><summary>{summary}</summary><ul>{''.join(listed[:LISTED_FILES])}{more}</ul></details>"


def files_problem(sentence: str) -> str:
    """The same line where the files cannot be listed."""
    return f'<p role="alert">{text_html(sentence)}</p>'


def _file(record: FileRecord) -> str:
    note = f' <span class="note">{text_html(record.note)}</span>' if record.note else ""
    name = name_html(record.source)
    if record.document_id:
        name = button_html(name, data_event="open", data_document=record.document_id)
    return f"<li>{name}{note}</li>"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

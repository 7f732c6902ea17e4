"""E-mails: who wrote to whom, when and what about; the message; and the names of what is attached.

What is attached is not read: save it beside the message.
"""

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime

from index.datatypes import DocumentError
from index.loaders.extraction import Extraction, MarkdownText, one_line
from index.loaders.markup import parse, write_tree

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_MOST_PARTS = 1000


def load_eml(data: bytes) -> Extraction:
    """One e-mail."""
    message = message_from_bytes(data, policy=default)
    if not isinstance(message, EmailMessage) or not any(message.keys()):
        raise DocumentError("it is no e-mail: it has no headers.")
    out, subject = MarkdownText(), _header(message, "Subject")
    out.heading(subject, 1)
    out.paragraph("\n".join(f"{name}: {value}" for name in _HEADERS if (value := _header(message, name))))
    bodies, attached = _parts(message)
    for body in bodies:
        if body.get_content_type() == "text/html":
            write_tree(parse(_content(body)), out)
        else:
            out.paragraph(_content(body).replace("\r\n", "\n"))
    out.paragraph("Attached:" if attached else "")
    for part in attached:
        out.item(_description(part))
    return out.extraction(title=subject, date=_date(message))


def _header(message: EmailMessage, name: str) -> str:
    try:
        return one_line(str(message.get(name, "")))
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):  # what the parser makes of damage
        return ""


def _date(message: EmailMessage) -> str:
    try:
        sent: datetime = parsedate_to_datetime(_header(message, "Date"))
        return sent.date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _parts(message: EmailMessage) -> tuple[list[EmailMessage], list[EmailMessage]]:
    """The parts that are read, plain text before HTML where both say the same, and those that are attached."""
    bodies: list[EmailMessage] = []
    attached: list[EmailMessage] = []
    for number, part in enumerate(_shown(message)):
        if number >= _MOST_PARTS:
            break
        is_text = part.get_content_type() in ("text/plain", "text/html")
        (bodies if is_text and not part.is_attachment() and not part.get_filename() else attached).append(part)
    return bodies, attached


def _shown(message: EmailMessage) -> Iterator[EmailMessage]:
    """The leaves of a message, one of each set of alternatives."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        children = [each for each in part.iter_parts() if isinstance(each, EmailMessage)] if part.is_multipart() else []
        if part.get_content_type() == "multipart/alternative":
            plain = [each for each in children if each.get_content_type() == "text/plain" and _content(each).strip()]
            children = plain[:1] or children[-1:]
        if part.is_multipart():
            waiting += reversed(children)
        else:
            yield part


def _content(part: EmailMessage) -> str:
    """The text of a part, whatever encoding it claims."""
    try:
        content = part.get_content()
    except (LookupError, ValueError, KeyError, AssertionError):  # an unknown encoding
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return content if isinstance(content, str) else ""


def _description(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    size = f", {len(payload):,} bytes" if isinstance(payload, bytes) else ""
    return f"{one_line(part.get_filename() or 'without a name')} ({part.get_content_type()}{size})"

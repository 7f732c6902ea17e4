"""Text → HTML or Markdown that shows it and does nothing else. Pure functions; nothing else in `ui` escapes."""

import re
from html import escape

from index import with_unseen_shown


def text_html(text: str) -> str:
    """Text that stays text, between tags and in quoted attributes alike."""
    return escape(text, quote=True)


def plain_name(name: str) -> str:
    """A title or file name with its unseen characters, which can only make it look like another, made visible."""
    return with_unseen_shown(name)


def name_html(name: str) -> str:
    """A title or file name, kept apart from the writing direction around it."""
    return f"<bdi>{text_html(plain_name(name))}</bdi>"


def markdown_text(text: str) -> str:
    """Text on one line that no Markdown reader takes for markup, HTML, a link or a picture."""
    return re.sub(r"([\\`*_\[\]<>|~&#!])", r"\\\1", " ".join(text.split()))


def button_html(content: str, **attributes: str) -> str:
    """A button around HTML. Attributes as Python spells them: `data_event` is data-event, `class_` is class."""
    names = {name: name.rstrip("_").replace("_", "-") for name in attributes}
    written = "".join(f' {names[name]}="{text_html(value)}"' for name, value in attributes.items())
    return f'<button type="button"{written}>{content}</button>'

"""Text → HTML that shows it and does nothing else. Pure functions; nothing else in `ui` escapes."""

import re
from html import escape

# Control, format and line-separating characters: in a name they only serve to make it look like another.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def text_html(text: str) -> str:
    """Text that stays text, between tags and in quoted attributes alike."""
    return escape(text, quote=True)


def plain_name(name: str) -> str:
    """A title or file name with its unseen characters made visible."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", name)


def name_html(name: str) -> str:
    """A title or file name, kept apart from the writing direction around it."""
    return f"<bdi>{text_html(plain_name(name))}</bdi>"


def button_html(content: str, **attributes: str) -> str:
    """A button around HTML. Attributes as Python spells them: `data_event` is data-event, `class_` is class."""
    names = {name: name.rstrip("_").replace("_", "-") for name in attributes}
    written = "".join(f' {names[name]}="{text_html(value)}"' for name, value in attributes.items())
    return f'<button type="button"{written}>{content}</button>'

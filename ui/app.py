"""The page: its parts and which event changes which of them. Wiring only."""

import hashlib
import json
from pathlib import Path
from threading import Thread
from typing import Any

import gradio as gr

from qa import Settings
from ui import source
from ui.conversation import Conversation
from ui.events import READY, Events

HERE = Path(__file__).parent

LONGEST_QUESTION = 4000
"""Characters; more than is ever answered, so that a question too long is refused and not cut off."""


def build_page(sources: str | Path | None = None, settings: Settings | None = None) -> gr.Blocks:
    """The chat page over some sources. Raises QuotedError where nothing can be answered from them."""
    settings = settings or Settings()
    events = Events(sources, settings, _examples(sources), settings.guarantee)
    events.index()
    Thread(target=events.warm_up, daemon=True).start()
    page = gr.Blocks(title="Quoted", analytics_enabled=False, fill_width=True)
    with page:
        stored = _stored(sources)
        with gr.Row(elem_id="top"):
            _html("<h1>Quoted</h1>", "name")
            files = _html("", "files")
            new = gr.Button("New conversation", elem_id="new", size="sm")
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="chat"):
                thread = _html("", "thread")
                box = _question_box()
            panel = _html(source.notice(READY), "source")

        view = [thread, panel, box, stored, files]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        page.load(events.restore, [stored], view, **quiet)
        # The box takes no words while an answer is made; a question sent just after one must not be dropped.
        asked = box.submit(events.answer, [box, stored], view, trigger_mode="multiple", **quiet)
        example = thread.ask(events.answer_example, [stored], view, **quiet)
        thread.cite(events.show_citation, [stored], panel, trigger_mode="always_last", **quiet)
        thread.dislike(events.dislike, [stored], view, trigger_mode="multiple", **quiet)
        files.open(events.show_document, None, panel, trigger_mode="always_last", **quiet)
        new.click(events.clear, None, view, cancels=[asked, example], **quiet)
    return page


def _html(value: str, name: str) -> gr.HTML:
    """A part of the page that `ui/render.py` or `ui/source.py` fills; never Markdown, which documents may hold."""
    script = (HERE / "page.js").read_text("utf-8")
    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        label="Your question",
        show_label=False,
        placeholder="Ask a question",
        submit_btn="Ask",
        max_lines=6,
        max_length=LONGEST_QUESTION,
        autofocus=True,
        elem_id="question",
    )


def _stored(sources: str | Path | None) -> gr.BrowserState:
    """The browser's own copy of the conversation, one for each folder of sources."""
    place = "" if sources is None else str(Path(sources).expanduser().resolve())
    key = hashlib.sha256(place.encode()).hexdigest()[:12]
    # Gradio encrypts with the secret, which it also sends to the page: it protects nothing. Its random
    # default would only make every restart of the server forget what the reader's browser keeps.
    return gr.BrowserState(Conversation().dump(), storage_key=f"quoted-{key}", secret="quoted")  # noqa: S106


def _examples(sources: str | Path | None) -> list[str]:
    """Questions to begin with: they go with the shipped documents; of others nothing is known."""
    if sources is not None:
        return []
    examples: list[str] = json.loads((HERE / "examples.json").read_text("utf-8"))
    return examples

"""The page: its parts, and how the script in it reaches the server. Wiring only."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Thread

import gradio as gr

from ui import render
from ui.api import add_endpoints
from ui.budgets import budgets
from ui.events import Events, Reply
from ui.identity import name_of
from ui.people import People, Person
from ui.uploads import take_in

HERE = Path(__file__).parent
SCRIPTS = ("wire", "thread", "source", "library", "conversations", "feedback", "main")

LONGEST_QUESTION = 4000
"""Characters; more than is ever answered, so that a question too long is refused and not cut off."""


def build_page(people: People) -> gr.Blocks:
    """The chat page. Nothing is read before it is shown; the models are loaded beside it."""
    events = Events()
    page = gr.Blocks(title="Quoted", analytics_enabled=False, fill_width=True)
    with page:
        _html("top", _part("top"))
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="chat"):
                _html("thread", _part("thread"))
                _html("bounds", render.bounds(budgets(people.settings)))
                box = _question_box()
            with gr.Column(elem_id="side"):
                _html("source", '<div id="source-place"></div>')
                with gr.Column(elem_id="library"):
                    _html("library-head", _part("library").format(most_bytes=people.limits.file_bytes))
                    uploads = _uploads()
                    taken = _html("taken", "")
                    _html("listing", '<div id="listing-place"></div>')
        _wire(events, people)
        add_endpoints(people, events.turnstile)

        box.submit(None, [box], [box], js="question => window.quoted.ask(question)")
        add = uploads.upload(
            _uploading(people), [uploads], [uploads, taken], show_progress="hidden", api_visibility="private"
        )
        add.then(None, js="() => window.quoted.status()")
    return page


def warm_up(people: People) -> None:
    """Load the models, beside the page."""
    from index.embedding import load_embedder
    from qa.reader import load_reader

    def load() -> None:
        load_embedder(people.settings.embedding_model).embed("warm up")
        load_reader()

    Thread(target=load, daemon=True).start()


def _html(name: str, value: str) -> gr.HTML:
    """A part of the page, which its script fills; never Markdown, which documents may hold."""
    return gr.HTML(value, elem_id=name, js_on_load=None, apply_default_css=False)


def _wire(events: Events, people: People) -> gr.HTML:
    """The part that runs the script, and through which it calls the server."""

    def call(asked: object, request: gr.Request) -> Reply:
        return events.reply(_person(people, request), asked)

    script = "\n".join(_part(f"{name}.js") for name in SCRIPTS)
    return gr.HTML("", elem_id="wire", js_on_load=script, apply_default_css=False, server_functions=[call])


def _uploading(people: People) -> Callable[[list[str], gr.Request], tuple[None, str]]:
    """What an upload does: the files are taken in, and those that are not are named; the field is emptied."""

    def upload(files: list[str], request: gr.Request) -> tuple[None, str]:
        return None, render.taken(take_in(_person(people, request), [Path(file) for file in files]))

    return upload


def _person(people: People, request: gr.Request) -> Person:
    return people.person(name_of(request))


def _uploads() -> gr.File:
    """Gradio's field for files; its example would be an address on another machine, which the page would name."""
    uploads = gr.File(file_count="multiple", label="Add documents", elem_id="uploads", height=136)
    uploads.example_payload = uploads.example_value = list  # type: ignore[method-assign]
    return uploads


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


@cache
def _part(name: str) -> str:
    path = HERE / "page" / name
    return (path if path.suffix else path.with_suffix(".html")).read_text("utf-8")

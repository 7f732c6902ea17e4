"""Addresses that a browser follows by itself: the files that were read, and conversations to keep."""

import re
from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from index import QuotedError
from ui import export
from ui.escaping import plain_name
from ui.people import Person

PATHS = ("/files/", "/exports/")
SHOWN = {".pdf": "application/pdf"}
"""What a browser may show by itself; everything else is only saved, whatever it says it is."""


def routes(who: Callable[[Request], Person | None]) -> list[Route]:
    """The routes, for those whom `who` knows."""

    def file(request: Request) -> Response:
        return _answer(who(request), lambda person: _file(person, request.path_params["document"]))

    def export(request: Request) -> Response:
        return _answer(who(request), lambda person: _export(person, **request.path_params))

    def evidence(request: Request) -> Response:
        return _answer(who(request), lambda person: _evidence(person, **request.path_params))

    return [
        Route("/files/{document}/{name}", file),
        Route("/exports/{conversation}/conversation.{kind}", export),
        Route("/exports/{conversation}/{turn:int}/evidence.html", evidence),
    ]


def _answer(person: Person | None, work: Callable[[Person], Response]) -> Response:
    if person is None:
        return PlainTextResponse("Sign in first.", status_code=401)
    try:
        return work(person)
    except QuotedError as error:
        return PlainTextResponse(str(error), status_code=404)


def _export(person: Person, conversation: str, kind: str) -> Response:
    """A conversation as a file to keep."""
    name, turns = person.conversations.named(conversation).name, person.conversations.turns(conversation)
    kinds = {"md": (export.markdown, "text/markdown"), "json": (export.as_json, "application/json")}
    if kind not in kinds:
        return PlainTextResponse(f"Conversations are exported as {' or '.join(kinds)}.", status_code=404)
    write, media_type = kinds[kind]
    return Response(write(name, turns), media_type=media_type, headers=_saved(name, f".{kind}"))


def _evidence(person: Person, conversation: str, turn: int) -> Response:
    """An answer with its evidence as a file to keep."""
    answer = person.conversations.turn(conversation, turn).answer
    page = export.evidence(answer, person.library.document)
    return Response(page, media_type="text/html", headers=_saved(f"Evidence {answer.question[:80]}", ".html"))


def _saved(name: str, suffix: str, disposition: str = "attachment") -> dict[str, str]:
    """The header by which a browser saves what it gets, under a name that leads nowhere."""
    plain = " ".join(re.sub(r'[\\/:*?"<>|]', " ", plain_name(name)).split())
    return {"Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(plain + suffix, safe='')}"}


def _file(person: Person, document_id: str) -> Response:
    """The file that a document was read from."""
    document = person.library.document(document_id)
    if document is None:
        return PlainTextResponse("This document has been changed or deleted.", status_code=404)
    path = person.library.original(document.source)
    kind = SHOWN.get(path.suffix.lower())
    headers = _saved(path.stem, path.suffix, "inline" if kind else "attachment")
    return FileResponse(path, media_type=kind or "application/octet-stream", headers=headers)

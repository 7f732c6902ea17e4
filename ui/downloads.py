"""Addresses that a browser follows by itself: the files that were read."""

from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from index import QuotedError
from ui.people import Person

PATHS = ("/files/",)
SHOWN = {".pdf": "application/pdf"}
"""What a browser may show by itself; everything else is only saved, whatever it says it is."""


def routes(who: Callable[[Request], Person | None]) -> list[Route]:
    """The routes, for those whom `who` knows."""

    def file(request: Request) -> Response:
        return _answer(who(request), lambda person: _file(person, request.path_params["document"]))

    return [Route("/files/{document}/{name}", file)]


def _answer(person: Person | None, work: Callable[[Person], Response]) -> Response:
    if person is None:
        return PlainTextResponse("Sign in first.", status_code=401)
    try:
        return work(person)
    except QuotedError as error:
        return PlainTextResponse(str(error), status_code=404)


def _file(person: Person, document_id: str) -> Response:
    """The file that a document was read from."""
    document = person.library.index().document(document_id)
    path = person.library.original(document.source)
    kind = SHOWN.get(path.suffix.lower())
    disposition = "inline" if kind else "attachment"
    headers = {"Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(path.name)}"}
    return FileResponse(path, media_type=kind or "application/octet-stream", headers=headers)

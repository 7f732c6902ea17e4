"""Who a request is from."""

from typing import Any

from ui.people import LOCAL


def name_of(request: Any) -> str:
    """The name of the account that a request is signed in to; LOCAL where there are no accounts.

    `request` is Gradio's or starlette's. Raises PermissionError where it is signed in to none, which
    Gradio's own routes never let through.
    """
    if (name := signed_in(request)) is None:
        raise PermissionError("This request is signed in to no account.")
    return name


def signed_in(request: Any) -> str | None:
    """The same; None where it is signed in to none."""
    inner = getattr(request, "request", None) or request
    app = inner.app
    if app.auth is None:
        return LOCAL
    cookies = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    tokens = [inner.cookies.get(cookie) for cookie in cookies]
    return next((app.tokens[token] for token in tokens if token in app.tokens), None)

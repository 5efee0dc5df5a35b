"""What every request and answer passes through: HEAD, headers, and the last net for errors."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from learnmap.service.problems import INTERNAL, problem
from learnmap.service.request_log import log_failure

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # A page brings its own policy for what it loads; this one says who may frame it.
    "Content-Security-Policy": "frame-ancestors 'self'",
}
"""Sent with everything, unless the answer has its own."""


class SafeHeaders:
    """ASGI middleware: security headers on every answer.

    Parameters
    ----------
    app : ASGIApp
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add headers to its answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)


class HeadByGet:
    """ASGI middleware: HEAD is answered like GET, without the body.

    Parameters
    ----------
    app : ASGIApp
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; leave the body of an answer to HEAD out."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            # The server frames the answer by the method, so it has to be the real one again.
            scope["method"] = "HEAD"
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope["method"] = "GET"
        await self._app(scope, receive, without_body)


class LastNet:
    """ASGI middleware: what nobody expected becomes a problem without internals.

    It stands inside the framework's own handler, which would raise the exception once more
    for the server to log with its message.

    Parameters
    ----------
    app : ASGIApp
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and catch what it raises."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noticed)
        except Exception as error:  # noqa: BLE001 - the net under everything
            reference = log_failure(error)
            if begun:  # nothing but a broken connection can tell the client now
                raise ConnectionAbortedError from None
            await problem(INTERNAL, reference=reference)(scope, receive, send)

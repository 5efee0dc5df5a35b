"""A log of what was asked for and how it ended, without anything about who asked or where.

A resident's place comes in the query string of a request. So a line holds the address's
pattern and never the address, and an exception is logged by its classes and source lines and
never by its message, which may quote a value.
"""

import logging
import secrets
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TextIO

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import EventDict, WrappedLogger

LOGGER: Final = "learnmap.service"

log: structlog.stdlib.BoundLogger = structlog.wrap_logger(
    logging.getLogger(LOGGER),
    wrapper_class=structlog.stdlib.BoundLogger,
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
)


class RequestLog:
    """ASGI middleware that writes one line for each request.

    Parameters
    ----------
    app : ASGIApp
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and log how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        method = scope["method"]
        sent = {"status": 0, "bytes": 0}

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent["status"] = message["status"]
            elif message["type"] == "http.response.body":
                sent["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            log.info(
                "request",
                method=method if method in _METHODS else "other",
                route=_pattern(scope),
                **sent,
                ms=round(1000 * (time.perf_counter() - started), 1),
            )


def _pattern(scope: Scope) -> str:
    """Return the address's pattern, below that of the application that is put there."""
    path = getattr(scope.get("route"), "path", None)
    return "none" if path is None else f"{scope.get('root_path', '')}{path}"


_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


def log_failure(error: Exception) -> str:
    """Log an exception that nobody expected; return a reference to find the line by."""
    reference = secrets.token_hex(6)
    log.error("request failed", exception=told(error), reference=reference)
    return reference


def without_messages(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Replace an exception by its classes and source lines (a processor of structlog)."""
    found = event.pop("exc_info", None)
    if found:
        error = found[1] if isinstance(found, tuple) else sys.exc_info()[1]
        event["exception"] = "unknown" if error is None else told(error)
    event.pop("exception_text", None)
    return event


@contextmanager
def service_logs(stream: TextIO | None = None) -> Iterator[None]:
    """Write the logs of this process to a stream while the block runs, in safe form.

    Parameters
    ----------
    stream : TextIO, optional
        Standard error by default; lines of JSON where it is no terminal.
    """
    out = sys.stderr if stream is None else stream
    handler = logging.StreamHandler(out)
    renderer: Any = (
        structlog.dev.ConsoleRenderer() if out.isatty() else structlog.processors.JSONRenderer()
    )
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.add_log_level,
                stamp,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                without_messages,
                renderer,
            ],
        )
    )
    root, ours = logging.getLogger(), logging.getLogger(LOGGER)
    server = logging.getLogger("uvicorn")
    before = [(logger, logger.level) for logger in (root, ours, server)]
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    server.setLevel(logging.WARNING)  # that it starts and stops is said in our own words
    try:
        yield
    finally:
        root.removeHandler(handler)
        for logger, level in before:
            logger.setLevel(level)


def told(error: BaseException) -> str:
    """Tell an exception and what led to it by classes and source lines, without messages."""
    return " <- ".join(_told(one) for one in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _told(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    lines = ", ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} ({lines})"

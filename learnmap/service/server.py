"""Run the application on a port until it is told to stop."""

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Final, TextIO

import uvicorn

from learnmap.model.errors import ConflictError
from learnmap.service.app import create_app
from learnmap.service.identity_provider import IdentityProvider
from learnmap.service.request_log import log, service_logs
from learnmap.workflows.city import City

GRACE_S: Final = 10
"""Requests that are under way at the end have so long to finish."""


def serve(  # noqa: PLR0913 -- options, each by its name
    city: City,
    *,
    staff: City | None = None,
    provider: IdentityProvider | None = None,
    public_url: str | None = None,
    requests_per_minute: int | None = None,
    host: str,
    port: int,
    on_ready: Callable[[str], None] | None = None,
    log_to: TextIO | None = None,
) -> None:
    """Serve a city until SIGINT or SIGTERM.

    Parameters
    ----------
    city : City
    staff : City, optional
        The same city with the rights of staff; without it there are no pages for staff.
    provider : IdentityProvider, optional
        Where staff may log in, besides by a password.
    public_url : str, optional
        Where ``YEAR/MAP/`` is on the web, for QR codes.
    requests_per_minute : int, optional
        Of an address; 0 for no limit.
    host : str
        Address to listen on.
    port : int
        0 for any that is free.
    on_ready : callable, optional
        Called once with the service's address, such as ``http://127.0.0.1:8000``, when it
        answers.
    log_to : TextIO, optional
        Standard error by default.

    Raises
    ------
    ConflictError
        When the port cannot be had.
    """
    with _listening(host, port) as listener, service_logs(log_to), _ended_by_signals():
        config = uvicorn.Config(
            create_app(
                city,
                staff=staff,
                provider=provider,
                public_url=public_url,
                requests_per_minute=requests_per_minute,
            ),
            log_config=None,
            access_log=False,  # RequestLog writes a line that holds no query string
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
            timeout_keep_alive=30,
        )
        _Server(config, _address(listener), on_ready).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(
        self, config: uvicorn.Config, address: str, on_ready: Callable[[str], None] | None
    ) -> None:
        super().__init__(config)
        self._address = address
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        log.info("serving", address=self._address)
        if self._on_ready is not None:
            self._on_ready(self._address)


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise ConflictError(
            f"cannot listen on {host} port {port}: {error.strerror or error}; "
            "give another --host or --port, or stop what listens there"
        ) from error
    # Connections inherit it; else an answer's body waits 40 ms for its headers' receipt, since
    # asyncio sets it only on sockets that it made itself.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        yield listener
    finally:
        listener.close()


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let the server's own handling of a signal be the last word, so that callers clean up.

    uvicorn raises each signal once more after it has shut down.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

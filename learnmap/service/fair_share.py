"""So many questions of the API for each address, so that one client leaves the others their turn.

Addresses are kept in memory alone, for as long as they are short of questions, and written nowhere.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from learnmap.service.problems import TOO_MANY_REQUESTS, problem

PER_MINUTE: Final = 1200
"""For an address unless it is set otherwise; a library or an office may share one."""
_ADDRESSES: Final = 50_000
_SAME_HOUSE: Final = 64
"""Bits of an IPv6 address that tell whose it is."""


class Buckets:
    """A bucket of questions for each client, which fills again in a minute.

    Parameters
    ----------
    per_minute : int
        Size of each bucket.
    clock : callable
        Gives seconds that only grow.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = per_minute
        self._per_s = per_minute / 60
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> int:
        """Take one question; return 0, or the seconds until there is one."""
        now = self._clock()
        left, then = self._left.pop(client, (float(self._size), now))
        left = min(self._size, left + (now - then) * self._per_s)
        taken = left >= 1
        self._left[client] = left - taken, now
        self._forget(now)
        return 0 if taken else math.ceil((1 - left) / self._per_s)

    def _forget(self, now: float) -> None:
        """Drop who asked nothing for a minute, their bucket is full, and of too many the oldest."""
        while self._left:
            oldest = next(iter(self._left))
            if now - self._left[oldest][1] < 60 and len(self._left) <= _ADDRESSES:
                return
            del self._left[oldest]


class FairShare:
    """ASGI middleware that answers 429 to who asks the API too much.

    Parameters
    ----------
    app : ASGIApp
    per_minute : int or None
        Questions of an address; 0 for no limit. None is `PER_MINUTE` for all but this machine.
    """

    def __init__(self, app: ASGIApp, per_minute: int | None) -> None:
        self._app = app
        self._spares_this_machine = per_minute is None
        size = PER_MINUTE if per_minute is None else per_minute
        self._buckets = Buckets(size) if size else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say when to try again."""
        if self._buckets is not None and scope["type"] == "http":
            client = self._counted(scope) if scope["path"].startswith("/api/") else None
            wait_s = self._buckets.take(client) if client else 0
            if wait_s:
                headers = {"Retry-After": str(wait_s)}
                await problem(TOO_MANY_REQUESTS, headers=headers)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _counted(self, scope: Scope) -> str | None:
        """Return by what a client is counted; None for who is not."""
        if not scope.get("client"):  # a Unix socket: whoever stands before it counts
            return None
        try:
            address = ip_address(scope["client"][0])
        except ValueError:
            return str(scope["client"][0])
        if isinstance(address, IPv6Address):
            address = address.ipv4_mapped or address
        if self._spares_this_machine and address.is_loopback:
            return None
        if isinstance(address, IPv6Address):
            return f"{int(address) >> (128 - _SAME_HOUSE):x}"
        return str(address)

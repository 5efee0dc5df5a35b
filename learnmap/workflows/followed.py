"""What is kept in memory of a city, and follows its changes."""

import asyncio
import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from learnmap.store import Transaction, points_token
from learnmap.workflows.city import City


class Dated(Protocol):
    """Something that was loaded when the city had some token."""

    @property
    def token(self) -> str:
        """Return the token then."""


T = TypeVar("T", bound=Dated)


class Followed(Generic[T]):
    """Loads something of a city, and again when the city has changed.

    Whoever asks while another thread loads gets what there was before, so that a change holds
    nobody up. Usable from several threads.

    Parameters
    ----------
    city : City
    load : callable
        Takes what was loaded before, or None.
    token : callable
        Reads a text that differs after any change that matters here.
    """

    def __init__(
        self,
        city: City,
        load: Callable[[T | None], T],
        *,
        token: Callable[[Transaction], str] = points_token,
    ) -> None:
        self._city = city
        self._load = load
        self._token = token
        self._loaded: T | None = None
        self._loading = threading.Lock()
        self._last_look: asyncio.Task[str] | None = None
        self._next_look: asyncio.Task[str] | None = None

    def current(self) -> T:
        """Return what is true now; while another thread loads that, what was true before."""
        return self._of(self._look())

    async def latest(self) -> T:
        """Return what is true now, as `current`, without a look-up of one's own.

        All who ask while a look-up is under way share the next one, which begins when that ends:
        so nobody hears of the city as it was before they asked, and a crowd looks no more often
        than one after the other. For coroutines of one loop.
        """
        token = await asyncio.shield(self._shared_look())
        before = self._loaded
        if before is not None and before.token == token:
            return before
        return await asyncio.to_thread(self._of, token)

    def _look(self) -> str:
        with self._city.store.glance() as tx:
            return self._token(tx)

    def _shared_look(self) -> "asyncio.Task[str]":
        """Return a look-up that has not begun yet."""
        if self._next_look is None:
            self._next_look = asyncio.create_task(self._look_after(self._last_look))
        return self._next_look

    async def _look_after(self, before: "asyncio.Task[str] | None") -> str:
        if before is not None:
            await asyncio.wait([before])
        self._last_look, self._next_look = self._next_look, None
        return await asyncio.to_thread(self._look)

    def _of(self, token: str) -> T:
        before = self._loaded
        if before is not None and before.token == token:
            return before
        if not self._loading.acquire(blocking=before is None) and before is not None:
            return before
        try:
            loaded = self._loaded
            if loaded is None or loaded.token != token:  # else another thread has just loaded it
                loaded = self._load(loaded)
                self._loaded = loaded
            return loaded
        finally:
            self._loading.release()

"""What is kept in memory of a city, and follows its changes."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, Generic, Protocol, TypeVar

from learnmap.store import Transaction, points_token
from learnmap.workflows.city import City

PATIENCE_S: Final = 1.0
"""Nobody waits longer for a change, unless there is nothing yet."""


class Dated(Protocol):
    """Something that was loaded when the city had some token."""

    @property
    def token(self) -> str:
        """Return the token then."""


T = TypeVar("T", bound=Dated)


class Followed(Generic[T]):
    """Loads something of a city, and again when the city has changed.

    A change holds nobody up: who sees it waits `PATIENCE_S` for it to be loaded, and has what there
    was before if that takes longer, as everybody has who asks meanwhile. Usable from several
    threads.

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
        self._loads: asyncio.Task[T] | None = None
        self._last_look: asyncio.Task[str] | None = None
        self._next_look: asyncio.Task[str] | None = None

    def current(self) -> T:
        """Return what is true now; while that is being loaded, what was true before.

        Only where nothing was loaded yet, the load is waited for to its end.
        """
        token = self._look()
        before = self._loaded
        if before is None or before.token == token:
            return self._of(token)
        loading: Future[T] = Future()
        # A daemon: a program that ends does not wait for it.
        threading.Thread(target=self._load_into, args=(loading, token), daemon=True).start()
        try:
            return loading.result(PATIENCE_S)
        except TimeoutError:
            return before

    def _load_into(self, loading: "Future[T]", token: str) -> None:
        try:
            loading.set_result(self._of(token))
        except Exception as error:  # noqa: BLE001 - for who waits; without one, the next tries again
            loading.set_exception(error)

    async def latest(self) -> T:
        """Return what is true now, as `current`, without a look-up of one's own.

        All who ask while a look-up is under way share the next one, which begins when that ends:
        so nobody hears of the city as it was before they asked, and a crowd looks no more often
        than one after the other. For coroutines of one loop.
        """
        token = await asyncio.shield(self._shared_look())
        before = self._loaded
        if before is not None and (before.token == token or self._loads is not None):
            return before
        loading = asyncio.create_task(asyncio.to_thread(self._of, token))
        self._loads = loading
        loading.add_done_callback(self._end_loading)
        await asyncio.wait([loading], timeout=PATIENCE_S if before is not None else None)
        return loading.result() if before is None or loading.done() else before

    def _end_loading(self, loading: "asyncio.Task[T]") -> None:
        if self._loads is loading:
            self._loads = None
        if not loading.cancelled():
            loading.exception()  # who still waits is told; the next one tries again

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

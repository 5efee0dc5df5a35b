"""What is kept in memory of a city, and follows its changes."""

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

    def current(self) -> T:
        """Return what is true now; while another thread loads that, what was true before."""
        with self._city.store.begin() as tx:
            token = self._token(tx)
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

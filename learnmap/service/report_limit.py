"""How many reports are taken in a while, so that nobody floods the staff."""

import hashlib
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

WINDOW_S: Final = 600.0
EACH: Final = 5
"""From one place of the network within the window."""
ALL: Final = 200
"""From everywhere."""


class ReportLimit:
    """Counts in memory alone, for ten minutes; usable from several threads.

    Whoever asks is known by a hash under a key that the process made up: nothing of it can be
    told later, and nothing is written.

    Parameters
    ----------
    clock : callable
        Seconds that only go on.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._taken: deque[tuple[float, bytes]] = deque()
        self._lock = threading.Lock()

    def take(self, client: str) -> bool:
        """Count one more from somewhere; tell whether it is still within the limits."""
        who = hashlib.blake2b(client.encode(), key=self._key, digest_size=16).digest()
        now = self._clock()
        with self._lock:
            while self._taken and self._taken[0][0] <= now - WINDOW_S:
                self._taken.popleft()
            own = sum(1 for _, other in self._taken if other == who)
            if own >= EACH or len(self._taken) >= ALL:
                return False
            self._taken.append((now, who))
            return True

"""Bytes kept in memory by the hash of their content, the least used going first."""

import threading
from collections import OrderedDict
from collections.abc import Callable


class ContentCache:
    """Keeps bytes up to a total size; usable from several threads.

    Parameters
    ----------
    most_bytes : int
        Something larger than half of this is never kept.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under a key, or make it and keep it.

        Two threads that miss at the same time both make it: it is the same for both.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        content = make()
        if 2 * len(content) <= self._most_bytes:
            self._keep(key, content)
        return content

    def _keep(self, key: str, content: bytes) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = content
            self._size += len(content)
            while self._size > self._most_bytes:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)

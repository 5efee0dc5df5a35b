"""What is said at the planners' map."""

from typing import Final

MAP: Final[dict[str, tuple[str, str]]] = {}

"""What the charts say."""

from typing import Final

CHARTS: Final[dict[str, tuple[str, str]]] = {}

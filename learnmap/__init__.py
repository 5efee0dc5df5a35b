"""Learning points, the streets from which one can walk to them, and yearly maps of both.

As a library: `read_network`, `catchments`, `coverage`, `gaps`, `minutes_to_nearest`, `corners` and
`propose_sites` take and return GeoDataFrames, and need neither a database nor a server.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from learnmap.library import (
        LeftOutWarning,
        Network,
        catchments,
        corners,
        coverage,
        gaps,
        minutes_to_nearest,
        propose_sites,
        read_network,
    )

__version__ = "0.1.0"
__all__ = [
    "LeftOutWarning",
    "Network",
    "catchments",
    "corners",
    "coverage",
    "gaps",
    "minutes_to_nearest",
    "propose_sites",
    "read_network",
]


def __getattr__(name: str) -> Any:
    """Load the library when it is first asked for: the command line has no use for it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("learnmap.library"), name)

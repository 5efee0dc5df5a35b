"""learnmap as a library: tables in, tables out, with neither a database nor a server."""

from learnmap.library.catchment_table import catchments
from learnmap.library.corner_table import corners
from learnmap.library.coverage_table import coverage
from learnmap.library.gap_table import gaps
from learnmap.library.nearest_table import minutes_to_nearest
from learnmap.library.network import Network, read_network
from learnmap.library.site_table import propose_sites
from learnmap.library.tables import LeftOutWarning

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

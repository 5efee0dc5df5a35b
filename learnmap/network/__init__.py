"""From OpenStreetMap data to the walk graph, and shortest walks on it."""

from learnmap.network.building import build_graph
from learnmap.network.costs import WalkCosts, walk_costs
from learnmap.network.directions import Stretch, stretches_of
from learnmap.network.extracts import Extract, extract_sha256
from learnmap.network.nearest import NearestPoints, nearest_points
from learnmap.network.origins import Origin
from learnmap.network.overlay import Overlay, overlay_of
from learnmap.network.reaches import search_many
from learnmap.network.searching import Reached, Workspace, search
from learnmap.network.snapping import EdgeIndex, Snaps, SnapStatus
from learnmap.network.streets import Streets, read_streets
from learnmap.network.walkgraph import WalkGraph, load_graph, save_graph
from learnmap.network.walks import Targets, Walk, check_snapped, walks_from

__all__ = [
    "EdgeIndex",
    "Extract",
    "NearestPoints",
    "Origin",
    "Overlay",
    "Reached",
    "SnapStatus",
    "Snaps",
    "Streets",
    "Stretch",
    "Targets",
    "Walk",
    "WalkCosts",
    "WalkGraph",
    "Workspace",
    "build_graph",
    "check_snapped",
    "extract_sha256",
    "load_graph",
    "nearest_points",
    "overlay_of",
    "read_streets",
    "save_graph",
    "search",
    "search_many",
    "stretches_of",
    "walk_costs",
    "walks_from",
]

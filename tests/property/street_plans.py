"""Random small street plans, and towns made of them."""

from dataclasses import dataclass
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from learnmap.model.crs import metres_per_degree
from learnmap.network import EdgeIndex, Streets, WalkGraph, Workspace, build_graph
from learnmap.network.flags import EdgeFlag
from learnmap.network.tags import Barrier

WEST, SOUTH = 121.4, 31.2
STEP_M: Final = 40.0
SIDE: Final = 12

STEPS: Final = EdgeFlag.STEPS | EdgeFlag.NOT_STEP_FREE
ANY_FLAGS: Final = (
    EdgeFlag.NONE,
    EdgeFlag.NONE,
    EdgeFlag.NONE,
    EdgeFlag.NO_FORWARD,
    EdgeFlag.NO_BACKWARD,
    EdgeFlag.NOT_STEP_FREE,
    EdgeFlag.STEPS,
    STEPS,
    STEPS | EdgeFlag.NO_BACKWARD,
)
TWO_WAY: Final = (EdgeFlag.NONE, EdgeFlag.NONE, STEPS, EdgeFlag.STEPS, EdgeFlag.NOT_STEP_FREE)
PLAIN: Final = (EdgeFlag.NONE,)

QUICK: Final = settings(max_examples=60, deadline=None, derandomize=True, database=None)
SLOW: Final = settings(QUICK, max_examples=25)


def degrees(east_m: float, north_m: float) -> tuple[float, float]:
    """Return a place on OpenStreetMap's grid."""
    east, north = metres_per_degree(SOUTH)
    return round(WEST + east_m / east, 7), round(SOUTH + north_m / north, 7)


@dataclass(frozen=True)
class Plan:
    """Streets and the graph that they make."""

    streets: Streets
    graph: WalkGraph
    index: EdgeIndex
    workspace: Workspace

    def __repr__(self) -> str:
        return f"Plan({self.streets.places}, {self.streets.pieces}, {self.streets.barriers})"


@st.composite
def plans(draw: DrawFn, flags: tuple[EdgeFlag, ...] = ANY_FLAGS, *, barriers: bool = True) -> Plan:
    """Draw up to ten places and the streets between them: loops, twins and places on places."""
    cell = st.integers(0, SIDE)
    corners = draw(st.lists(st.tuples(cell, cell), min_size=2, max_size=10))
    count = len(corners)
    number = st.integers(0, count - 1)
    pieces = draw(
        st.lists(
            st.tuples(number, number, st.sampled_from(flags)).filter(lambda p: p[0] != p[1]),
            min_size=1,
            max_size=18,
        )
    )
    stops = (
        draw(
            st.dictionaries(
                number, st.sampled_from([Barrier.CLOSED, Barrier.NOT_STEP_FREE]), max_size=2
            )
        )
        if barriers
        else {}
    )
    streets = Streets(
        places={i: degrees(x * STEP_M, y * STEP_M) for i, (x, y) in enumerate(corners)},
        barriers=stops,
        pieces=[(a, b, int(bits), way) for way, (a, b, bits) in enumerate(pieces)],
        ways=[(100 + way, "", "") for way in range(len(pieces))],
    )
    graph = build_graph(streets)
    return Plan(streets, graph, EdgeIndex(graph), Workspace(graph))


def places() -> st.SearchStrategy[tuple[float, float]]:
    """Draw places on and around the plan."""
    metres = st.integers(-60, int(SIDE * STEP_M) + 60)
    return st.tuples(metres, metres).map(lambda p: degrees(*p))


@dataclass(frozen=True)
class Spot:
    """A place near a street: which, what part of the way along it, and how far off it."""

    pick: int
    part: float
    east_m: int
    north_m: int

    def on(self, plan: Plan) -> tuple[float, float]:
        """Return longitude and latitude."""
        a, b, _, _ = plan.streets.pieces[self.pick % len(plan.streets.pieces)]
        (lon, lat), (to_lon, to_lat) = plan.streets.places[a], plan.streets.places[b]
        east, north = metres_per_degree(SOUTH)
        return (
            round(lon + self.part * (to_lon - lon) + self.east_m / east, 7),
            round(lat + self.part * (to_lat - lat) + self.north_m / north, 7),
        )


def spots() -> st.SearchStrategy[Spot]:
    """Draw places near streets."""
    off = st.integers(-50, 50)
    part = st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0])
    return st.builds(Spot, st.integers(0, 17), part, off, off)

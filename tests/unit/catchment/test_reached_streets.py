"""Reached streets against SciPy's walks over streets cut into short pieces."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from learnmap.catchment.reached_streets import ReachedStreet, reached_streets
from learnmap.network import Origin, WalkCosts, search
from learnmap.network.localplane import LocalPlane
from learnmap.network.surroundings import to_metres
from tests.unit.network.drawing import Drawing, Town
from tests.unit.network.rasters import ground
from tests.unit.network.test_slopes import on_ground

PIECES = 40
"""Of every edge, as the independent walk knows it."""
SHARES = np.arange(PIECES + 1) / PIECES
Seconds = NDArray[np.float64]


def streets_of(
    town: Town, costs: WalkCosts, origin: Origin, plane: LocalPlane, limit_s: float
) -> list[ReachedStreet]:
    # A search that goes on beyond the cutoff changes nothing, as an explanation's does.
    reached = search(
        town.graph,
        costs,
        origin,
        limit_s=2 * limit_s,
        towards=True,
        workspace=town.workspace,
    )
    node_s = np.full(town.graph.node_count, np.inf)
    node_s[reached.node] = reached.time_s
    return reached_streets(town.graph, costs, origin, node_s, plane, limit_s=limit_s)


def walks_of_scipy(costs: WalkCosts, origin: Origin) -> Seconds:
    """Return (m, PIECES + 1) seconds to the origin from evenly spaced places on every edge."""
    graph = costs.graph
    inner = graph.node_count + np.arange(graph.edge_count * (PIECES - 1)).reshape(-1, PIECES - 1)
    places = np.column_stack([graph.edge_u, inner, graph.edge_v])
    here, there = places[:, :-1].ravel(), places[:, 1:].ravel()
    step_m = np.repeat(graph.edge_length_m / PIECES, PIECES)
    flags = np.repeat(graph.edge_flags, PIECES)
    forward, backward = (table[flags] for table in (costs.away_s_per_m, costs.towards_s_per_m))
    goal = graph.node_count + inner.size
    k = int(origin.along_m / graph.edge_length_m[origin.edge] * PIECES)
    before, after = places[origin.edge, k], places[origin.edge, k + 1]
    into_m = origin.along_m - k * float(graph.edge_length_m[origin.edge]) / PIECES
    last_m = float(graph.edge_length_m[origin.edge]) / PIECES - into_m
    flag = graph.edge_flags[origin.edge]
    ends = [
        (before, into_m * costs.away_s_per_m[flag] + origin.start_s),
        (after, last_m * costs.towards_s_per_m[flag] + origin.start_s),
    ]
    rows = np.concatenate([here, there, [end for end, _ in ends]])
    columns = np.concatenate([there, here, [goal, goal]])
    seconds = np.concatenate([step_m * forward, step_m * backward, [then for _, then in ends]])
    open_ = np.isfinite(seconds)
    size = goal + 1
    # A parallel entry would be summed: the shortest of each pair is kept.
    best: dict[tuple[int, int], float] = {}
    for row, column, then in zip(rows[open_], columns[open_], seconds[open_], strict=True):
        pair = int(row), int(column)
        best[pair] = min(best.get(pair, np.inf), float(then))
    pairs = np.array(list(best))
    walks = coo_array((list(best.values()), (pairs[:, 1], pairs[:, 0])), shape=(size, size))
    walked: Seconds = dijkstra(walks.tocsr(), indices=[goal])[0]
    return np.asarray(walked[places])


def town(folder: Path) -> Town:
    """Draw blocks with steps, a one-way lane for feet, a loop, a blind end and a gate."""
    drawing = Drawing()
    for i in range(25):
        drawing.node(i + 1, 90.0 * (i % 5) + 7 * (i % 3), 70.0 * (i // 5) + 5 * (i % 2))
    drawing.node(30, 100, 30, "barrier=gate access=no")
    for row in range(5):
        tags = ("highway=footway", "highway=steps", "highway=footway oneway:foot=yes")[row % 3]
        drawing.way([row * 5 + k for k in range(1, 6)], tags)
    for column in range(5):
        drawing.way([column + 1 + 5 * k for k in range(5)])
    drawing.way([2, 30, 8], "highway=path")
    loop = [drawing.node(40, 500, 0), drawing.node(41, 560, 60), drawing.node(42, 500, 90)]
    drawing.way([5, *loop, 5])
    drawing.way([42, drawing.node(43, 640, 120)])
    return drawing.town(folder)


@pytest.mark.parametrize("profile", ["adult", "older_adult", "step_free"])
@pytest.mark.parametrize("limit_s", [60.0, 180.0, 400.0])
def test_times_and_lengths_are_scipys(tmp_path: Path, profile: str, limit_s: float) -> None:
    drawn = town(tmp_path)
    graph, costs = drawn.graph, drawn.costs(profile)
    rng = np.random.default_rng(3)
    edges = np.flatnonzero(costs.passable & (graph.edge_length_m > 0))
    for edge in rng.choice(edges, 6, replace=False).tolist():
        along_m = float(graph.edge_length_m[edge] * rng.uniform(0.05, 0.95))
        origin = Origin(edge, along_m, 20.0)
        plane = LocalPlane(*(float(degree) for degree in graph.line(edge)[0]))
        streets = streets_of(drawn, costs, origin, plane, limit_s)
        exact = walks_of_scipy(costs, origin)
        told = seconds_along(streets, drawn, plane)
        within = (exact <= limit_s) & (graph.edge_length_m > 0)[:, np.newaxis]
        # A place on the very limit may fall on either side, and an end belongs to other streets.
        sure = np.abs(exact - limit_s) > 1e-3
        sure[:, [0, -1]] = False
        assert (np.isfinite(told) == within)[sure].all()
        both = within & sure
        assert told[both] == pytest.approx(exact[both], abs=1e-3)
        piece_m = graph.edge_length_m[:, np.newaxis] / PIECES
        least_m = float((piece_m * (within[:, :-1] & within[:, 1:])).sum())
        # Beyond the last place within lies less than a piece, on either end of every edge.
        assert least_m - 0.1 <= sum(street.length_m for street in streets)
        assert sum(street.length_m for street in streets) <= least_m + 2 * piece_m.sum()


def seconds_along(streets: list[ReachedStreet], drawn: Town, plane: LocalPlane) -> Seconds:
    """Return (m, PIECES + 1) seconds that the streets tell of evenly spaced places."""
    told = np.full((drawn.graph.edge_count, PIECES + 1), np.inf)
    for street in streets:
        whole = shapely.LineString(to_metres(plane, drawn.graph.line(street.edge)))
        places = shapely.line_interpolate_point(whole, SHARES, normalized=True)
        share = shapely.line_locate_point(np.array(street.line), places, normalized=True)
        then = street.from_s + share * (street.to_s - street.from_s)
        on = shapely.distance(street.line, places) < 1e-4
        told[street.edge, on] = np.minimum(told[street.edge], then)[on]
    return told


def test_a_street_is_cut_where_the_walks_meet_and_at_the_cutoff(tmp_path: Path) -> None:
    """Round a square of 400 m from the middle of a side: 200 m to either hand, 160 s."""
    drawing = Drawing()
    corners = [drawing.node(k + 1, *place) for k, place in enumerate([(0, 0), (100, 0)])]
    corners += [drawing.node(k + 3, *place) for k, place in enumerate([(100, 100), (0, 100)])]
    drawing.way([*corners, corners[0]])
    for k, (corner, place) in enumerate(
        zip(corners, [(-9, -9), (109, -9), (109, 109), (-9, 109)], strict=True)
    ):
        drawing.way([corner, drawing.node(10 + k, *place)])
    drawn = drawing.town(tmp_path)
    snaps = drawn.snap(drawing.at(50, 0))
    origin = Origin(int(snaps.edge[0]), float(snaps.along_m[0]))
    plane = LocalPlane(*drawing.at(50, 0))
    side = streets_of(drawn, drawn.costs(), origin, plane, 1000.0)
    opposite = [street for street in side if street.length_m > 30 and street.from_s > 100]
    assert [street.from_s for street in opposite] == pytest.approx([120, 120], abs=0.1)
    assert [street.to_s for street in opposite] == pytest.approx([160, 160], abs=0.1)
    # 70 s are 87.5 m: 50 m to the corners, and 37.5 m on; the short ends have 12.7 m each.
    near = streets_of(drawn, drawn.costs(), origin, plane, 70.0)
    assert sum(street.length_m for street in near) == pytest.approx(
        2 * (87.5 + np.hypot(9, 9)), abs=0.1
    )
    assert max(street.to_s for street in near) == pytest.approx(70, abs=1e-6)
    assert all(street.from_s < street.to_s for street in near)


def test_the_way_up_takes_longer_than_the_way_down(tmp_path: Path) -> None:
    """By Tobler's function up 10 % takes exp(0.35) times as long as on the flat, down as long."""
    drawing = Drawing()
    drawing.way([drawing.node(1, 0, 0), drawing.node(2, 0, 1000)])
    raster = ground(tmp_path / "plane.tif", lambda _, north: 0.1 * north)
    drawn = on_ground(drawing, tmp_path, raster)
    snaps = drawn.snap(drawing.at(0, 500))
    origin = Origin(int(snaps.edge[0]), float(snaps.along_m[0]))
    plane = LocalPlane(*drawing.at(0, 500))
    for limit_s, metres in ((1000.0, (500, 500)), (300.0, (375 / np.exp(0.35), 375))):
        south, north = sorted(
            streets_of(drawn, drawn.costs(), origin, plane, limit_s),
            key=lambda street: street.line.centroid.y,
        )
        assert (south.length_m, north.length_m) == pytest.approx(metres, rel=0.005)
        assert south.to_s == pytest.approx(metres[0] * np.exp(0.35) / 1.25, rel=0.005)
        assert north.to_s == pytest.approx(metres[1] / 1.25, rel=0.005)

"""Obstacles and excluded ways on drawings: what is read of each, worked out on paper."""

import itertools
from pathlib import Path

import numpy as np
import pytest
import shapely

from learnmap.model.crs import ELLIPSOID
from learnmap.network import WalkGraph
from learnmap.network.cells import CELL_STEPS
from learnmap.network.obstacles import ObstacleKind
from tests.unit.network.drawing import Degrees, Drawing

WATER, WATERWAY = ObstacleKind.WATER, ObstacleKind.WATERWAY
RAILWAY, MOTORWAY = ObstacleKind.RAILWAY, ObstacleKind.MOTORWAY
MISSING = 999
"""A node that ways name and no drawing has: it lies beyond the extract."""


def drawing() -> Drawing:
    """Draw a street of 1 km along the southern edge of what follows."""
    drawn = Drawing()
    drawn.node(1, 0, 0)
    drawn.node(2, 1000, 0)
    drawn.way([1, 2])
    return drawn


def square(drawn: Drawing, first: int, east: float, north: float, side: float) -> list[int]:
    """Draw the corners of a square, counter-clockwise, and return them as a closed ring."""
    corners = ((0, 0), (side, 0), (side, side), (0, side))
    nodes = [drawn.node(first + i, east + dx, north + dy) for i, (dx, dy) in enumerate(corners)]
    return [*nodes, nodes[0]]


def lines(graph: WalkGraph, kind: ObstacleKind) -> list[list[Degrees]]:
    obstacles = graph.obstacles
    found = []
    for number in np.flatnonzero(obstacles.kind == kind):
        part = slice(obstacles.offset[number], obstacles.offset[number + 1])
        steps = zip(obstacles.x[part].tolist(), obstacles.y[part].tolist(), strict=True)
        found.append([(x / 1e7, y / 1e7) for x, y in steps])
    return found


def is_water(graph: WalkGraph, place: Degrees) -> bool:
    """Tell whether a place lies within an odd number of rings of water."""
    inside = [shapely.Polygon(ring).contains(shapely.Point(place)) for ring in lines(graph, WATER)]
    return sum(inside) % 2 == 1


def water_m2(graph: WalkGraph) -> float:
    """Return the area of the water: rings that lie in others are holes."""
    rings = [shapely.Polygon(ring) for ring in lines(graph, WATER)]
    total = 0.0
    for ring in rings:
        depth = sum(other.contains_properly(ring) or ring.within(other) for other in rings) - 1
        area, _ = ELLIPSOID.geometry_area_perimeter(shapely.geometry.polygon.orient(ring))
        total += area if depth % 2 == 0 else -area
    return total


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ("waterway=river", WATERWAY),
        ("natural=coastline", WATERWAY),
        ("railway=rail", RAILWAY),
        ("highway=motorway", MOTORWAY),
        ("highway=trunk motorroad=yes", MOTORWAY),
    ],
)
def test_a_line_is_kept_as_it_is_drawn(tmp_path: Path, tags: str, kind: ObstacleKind) -> None:
    drawn = drawing()
    nodes = [drawn.node(10 + i, 100 + 150 * i, 50 + 20 * (i % 3)) for i in range(6)]
    drawn.way(nodes, tags)
    graph = drawn.town(tmp_path).graph

    assert lines(graph, kind) == [[drawn.places[node] for node in nodes]]
    assert len(graph.obstacles.kind) == 1 + len(lines(graph, WATER))
    assert graph.length_km == pytest.approx(1.0, rel=1e-4)


@pytest.mark.parametrize("tags", ["waterway=stream", "railway=tram", "railway=rail bridge=yes"])
def test_what_stops_nobody_is_left_out(tmp_path: Path, tags: str) -> None:
    drawn = drawing()
    drawn.way([drawn.node(10, 0, 50), drawn.node(11, 900, 50)], tags)

    assert len(drawn.town(tmp_path).graph.obstacles.kind) == 0


def test_a_line_whose_middle_is_beyond_the_extract_is_two_lines(tmp_path: Path) -> None:
    drawn = drawing()
    nodes = [drawn.node(10 + i, 100 * i, 50) for i in range(5)]
    drawn.way([*nodes[:2], MISSING, *nodes[2:], MISSING], "railway=rail")
    graph = drawn.town(tmp_path).graph

    places = [drawn.places[node] for node in nodes]
    assert sorted(lines(graph, RAILWAY)) == [places[:2], places[2:]]


@pytest.mark.parametrize(
    "tags", ["natural=water", "waterway=riverbank", "landuse=reservoir", "landuse=basin"]
)
def test_a_lake_is_cut_along_the_cells_and_nothing_is_lost(tmp_path: Path, tags: str) -> None:
    drawn = drawing()
    drawn.way(square(drawn, 10, 100, 50, 500), tags)
    graph = drawn.town(tmp_path).graph

    # 500 m are 2.3 cells of 222 m to the north and 2.6 of 190 m to the east.
    assert 9 <= len(lines(graph, WATER)) <= 16
    assert len(lines(graph, WATER)) == len(graph.obstacles.kind)
    assert water_m2(graph) == pytest.approx(250_000, rel=1e-4)
    assert is_water(graph, drawn.at(350, 300))
    assert not is_water(graph, drawn.at(95, 300))
    for ring in lines(graph, WATER):
        cells = np.round(np.array(ring) * 1e7) / CELL_STEPS
        assert (cells.max(axis=0) <= np.floor(cells.min(axis=0)) + 1).all()


def test_a_lake_has_an_islet(tmp_path: Path) -> None:
    drawn = drawing()
    shore, islet = (
        drawn.way(square(drawn, 10, 100, 50, 500), ""),
        drawn.way(square(drawn, 20, 300, 250, 100), ""),
    )
    drawn.relation([(shore, "outer"), (islet, "inner")], "type=multipolygon natural=water")
    graph = drawn.town(tmp_path).graph

    assert water_m2(graph) == pytest.approx(240_000, rel=1e-4)
    assert not is_water(graph, drawn.at(350, 300))
    assert is_water(graph, drawn.at(295, 300))
    assert is_water(graph, drawn.at(350, 355))


@pytest.mark.parametrize("reverse", [False, True])
def test_overlapping_waters_are_one_whatever_their_order(tmp_path: Path, *, reverse: bool) -> None:
    drawn = drawing()
    rings = [square(drawn, 10, 100, 50, 200), square(drawn, 20, 233, 150, 200)]
    for ring in rings[:: -1 if reverse else 1]:
        drawn.way(ring, "natural=water")
    graph = drawn.town(tmp_path).graph

    assert water_m2(graph) == pytest.approx(80_000 - 67 * 100, rel=1e-3)
    assert is_water(graph, drawn.at(250, 200))
    # No edge but the cuts runs through the water that both have.
    middle = shapely.Point(drawn.at(233, 200))
    edges = [edge for ring in lines(graph, WATER) for edge in itertools.pairwise(ring)]
    cuts = [a[axis] == b[axis] for a, b in edges for axis in (0, 1) if a[axis] == b[axis]]
    assert cuts
    near = [edge for edge in edges if shapely.LineString(edge).distance(middle) < 5e-5]
    assert all(
        any(a[axis] == b[axis] and round(a[axis] * 1e7) % CELL_STEPS == 0 for axis in (0, 1))
        for a, b in near
    )


def test_a_lake_that_lacks_a_corner_is_stopped_at_by_the_bank_that_is_there(
    tmp_path: Path,
) -> None:
    drawn = drawing()
    west_south_east = square(drawn, 10, 100, 50, 500)
    drawn.way([*west_south_east[:3], MISSING, west_south_east[0]], "natural=water")
    graph = drawn.town(tmp_path).graph

    assert lines(graph, WATER) == []
    assert lines(graph, WATERWAY) == [[drawn.places[node] for node in (10, 11, 12)]]


def test_so_is_a_river_of_which_a_bank_is_missing(tmp_path: Path) -> None:
    drawn = drawing()
    bank = drawn.way([drawn.node(10, 0, 50), drawn.node(11, 500, 60), drawn.node(12, 900, 50)], "")
    drawn.relation([(bank, "outer"), (MISSING, "outer")], "type=multipolygon natural=water")
    graph = drawn.town(tmp_path).graph

    assert lines(graph, WATER) == []
    assert lines(graph, WATERWAY) == [[drawn.places[node] for node in (10, 11, 12)]]


def test_a_lake_whose_shore_crosses_itself_is_its_shore(tmp_path: Path) -> None:
    drawn = drawing()
    a, b, c, d, _ = square(drawn, 10, 100, 50, 500)
    drawn.way([a, c, b, d, a], "natural=water")
    graph = drawn.town(tmp_path).graph

    assert lines(graph, WATER) == []
    assert lines(graph, WATERWAY) == [[drawn.places[node] for node in (a, c, b, d, a)]]


def test_the_sea_is_beside_a_bridge_over_it(tmp_path: Path) -> None:
    drawn = drawing()
    for number, (east, north) in enumerate(((500, 0), (500, 1000), (0, 1000), (1000, 1000))):
        drawn.node(3 + number, east, north)
    drawn.way([3, 4], "highway=residential bridge=yes")
    drawn.way([5, 4, 6])
    # The southern shore runs to the west and the northern one to the east: water between them.
    south = [drawn.node(10 + i, 990 - 245 * i, 300) for i in range(5)]
    far = [drawn.node(20 + i, 10 + 245 * i, 700) for i in range(5)]
    drawn.way(south, "natural=coastline")
    drawn.way(far, "natural=coastline")
    graph = drawn.town(tmp_path).graph

    assert [is_water(graph, drawn.at(470, north)) for north in (290, 310, 690, 710)] == [
        False,
        True,
        True,
        False,
    ]
    assert len(lines(graph, WATERWAY)) == 2


def test_the_order_of_drawing_changes_nothing(tmp_path: Path) -> None:
    found = []
    for turn in (1, -1):
        drawn = drawing()
        pond, other, lake = (
            square(drawn, 10, 100, 50, 300),
            square(drawn, 20, 300, 150, 300),
            square(drawn, 30, 500, 300, 400),
        )
        ways = [
            (pond[::turn], "natural=water"),
            (other[::turn], "natural=water"),
            ([31, 22], "railway=rail"),
            ([11, 33], "waterway=river"),
            ([13, 22], "highway=motorway"),
            ([drawn.node(40, 1000, 20), drawn.node(41, 0, 20)], "natural=coastline"),
            (lake[:3], ""),
            (lake[2:], ""),
        ]
        numbers = [drawn.way(nodes, tags) for nodes, tags in ways[::turn]][::turn]
        members = [(number, "outer") for number in numbers[-2:]]
        drawn.relation(members[::turn], "type=multipolygon natural=water")
        found.append(drawn.town(tmp_path).graph.obstacles)

    one, two = found
    assert set(one.kind.tolist()) == set(ObstacleKind)
    assert np.array_equal(one.kind, two.kind)
    assert np.array_equal(one.x, two.x)
    assert np.array_equal(one.y, two.y)


def test_water_far_from_all_streets_is_not_kept(tmp_path: Path) -> None:
    drawn = drawing()
    drawn.way(square(drawn, 10, 100, 50, 100), "natural=water")
    drawn.way(square(drawn, 20, 100, 20_000, 500), "natural=water")
    # A lake that reaches far beyond: 50 km to the north and east.
    drawn.way(square(drawn, 30, 500, 200, 50_000), "natural=water")
    graph = drawn.town(tmp_path).graph

    assert is_water(graph, drawn.at(150, 100))
    assert is_water(graph, drawn.at(700, 700))
    assert not is_water(graph, drawn.at(300, 20_300))
    # 0.02 degrees are 2.2 km to the north.
    assert max(lat for ring in lines(graph, WATER) for _, lat in ring) < drawn.at(0, 3000)[1]


def test_excluded_ways_are_kept_with_the_tag_that_decided(tmp_path: Path) -> None:
    drawn = drawing()
    nodes = [drawn.node(10 + i, 100 * i, 50) for i in range(4)]
    gated = drawn.way(nodes[:2], "highway=service access=private")
    cut = drawn.way([nodes[0], nodes[1], MISSING, nodes[2], nodes[3]], "highway=motorway")
    drawn.way([nodes[0], MISSING], "highway=service access=private")
    drawn.way(nodes[1:3], "highway=footway")
    drawn.way(nodes[1:3], "railway=rail")
    town = drawn.town(tmp_path)
    excluded = town.graph.excluded

    rows = [
        (
            int(way),
            excluded.reasons()[reason],
            [(x / 1e7, y / 1e7) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)],
        )
        for way, reason, xs, ys in zip(
            excluded.way,
            excluded.reason,
            np.split(excluded.x, excluded.offset[1:-1]),
            np.split(excluded.y, excluded.offset[1:-1]),
            strict=True,
        )
    ]
    places = [drawn.places[node] for node in nodes]
    assert rows == [
        (gated, "access=private", places[:2]),
        (cut, "highway=motorway", places[:2]),
        (cut, "highway=motorway", places[2:]),
    ]
    # One without two places has no line, but is counted.
    assert town.streets.excluded == {"access=private": 2, "highway=motorway": 1}

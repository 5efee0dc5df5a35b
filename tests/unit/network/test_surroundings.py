"""What lies near a place: lines by their distance, water by its area."""

from pathlib import Path

import numpy as np
import pytest

from learnmap.network.surroundings import DIRECTIONS, direction_of, surroundings
from tests.unit.network.drawing import Drawing


def ring(drawing: Drawing, first: int, low: float, high: float) -> list[int]:
    corners = ((low, low), (high, low), (high, high), (low, high))
    nodes = [drawing.node(first + k, *corner) for k, corner in enumerate(corners)]
    return [*nodes, nodes[0]]


def crossing() -> Drawing:
    """Draw a street 100 m north of the corner, a private one 50 m south, a railway 80 m east."""
    drawing = Drawing(lat=0.0)
    for way, tags in enumerate(("highway=footway", "highway=service access=private")):
        north = (100, -50)[way]
        ends = [drawing.node(10 * way + k, east, north) for k, east in enumerate((-900, 900))]
        drawing.way(ends, tags)
    drawing.way([drawing.node(30, 80, -900), drawing.node(31, 80, 900)], "railway=rail")
    return drawing


def test_lines_are_near_by_their_nearest_piece(tmp_path: Path) -> None:
    graph = crossing().town(tmp_path).graph
    near = surroundings(graph, (121.4, 0.0), 90)
    assert len(near.edges.row) == 0
    assert near.excluded.distance_m == pytest.approx([50], abs=0.01)
    assert near.obstacles.distance_m == pytest.approx([80], abs=0.01)
    wide = surroundings(graph, (121.4, 0.0), 110)
    assert wide.edges.distance_m == pytest.approx([100], abs=0.01)
    assert wide.water.is_empty


@pytest.mark.parametrize("low", [20.0, -110.0])
def test_water_has_its_islands_and_their_ponds(tmp_path: Path, low: float) -> None:
    """The corner is also one of the index's cells: in one of them, and across four."""
    drawing = crossing()
    outer, island = (
        drawing.way(ring(drawing, 100, low, low + 180), "source=outer"),
        drawing.way(ring(drawing, 200, low + 40, low + 140), "source=inner"),
    )
    drawing.relation([(outer, "outer"), (island, "inner")], "type=multipolygon natural=water")
    drawing.way(ring(drawing, 300, low + 70, low + 110), "natural=water")
    near = surroundings(drawing.town(tmp_path).graph, (121.4, 0.0), 1000)
    assert near.water.area == pytest.approx(180**2 - 100**2 + 40**2, rel=0.001)
    assert near.water.boundary is not None


@pytest.mark.parametrize(
    ("degrees", "direction"),
    [(0, "north"), (22, "north"), (23, "north_east"), (90, "east"), (-46, "north_west")],
)
def test_a_direction_reaches_to_either_side_of_its_name(degrees: float, direction: str) -> None:
    bearing = np.radians(degrees)
    metres = 700 * np.array([[np.sin(bearing), np.cos(bearing)]])
    assert DIRECTIONS[int(direction_of(metres)[0])] == direction

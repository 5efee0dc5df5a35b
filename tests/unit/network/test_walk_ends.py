"""Who stands at the end of a one-way street is at its corner, whatever the direction."""

from pathlib import Path

import numpy as np
import pytest

from learnmap.network import Origin, Workspace, search
from tests.unit.network.drawing import Drawing


def one_way_round() -> Drawing:
    """Draw 100 m of street one-way for feet from 1 to 2, and 300 m back round the block."""
    drawing = Drawing()
    for number, east_m, north_m in ((1, 0, 0), (2, 100, 0), (3, 100, 100), (4, 0, 100)):
        drawing.node(number, east_m, north_m)
    drawing.way([1, 2], "highway=footway oneway:foot=yes")
    drawing.way([2, 3, 4, 1], "highway=residential")
    return drawing


@pytest.mark.parametrize("towards", [False, True])
@pytest.mark.parametrize("corner", [1, 2])
def test_a_search_from_a_corner_begins_at_the_corner(
    tmp_path: Path, corner: int, *, towards: bool
) -> None:
    drawing = one_way_round()
    town = drawing.town(tmp_path)
    graph = town.graph
    lon, lat = drawing.places[corner]
    node = int(np.argmin(np.hypot(graph.node_lon - lon, graph.node_lat - lat)))
    one_way = int(np.flatnonzero(graph.edge_flags)[0])
    at_u = int(graph.edge_u[one_way]) == node
    origin = Origin(one_way, 0.0 if at_u else float(graph.edge_length_m[one_way]))
    reached = search(
        graph,
        town.costs(),
        origin,
        limit_s=1000,
        towards=towards,
        workspace=Workspace(graph),
    )
    times = dict(zip(reached.node.tolist(), reached.time_s.tolist(), strict=True))
    assert times[node] == 0
    # The other corner: 100 m along the one-way street, or 300 m round the block.
    along = (corner == 1) != towards
    metres = drawing.metres(1, 2) if along else drawing.metres(2, 3, 4, 1)
    assert max(times.values()) == pytest.approx(metres / 1.25, rel=1e-9)


def test_a_resident_at_the_door_is_there(tmp_path: Path) -> None:
    drawing = one_way_round()
    door = drawing.at(60, 0)
    walk = drawing.town(tmp_path).walk_between(door, door)
    assert walk is not None
    assert walk.time_s == pytest.approx(0, abs=0.01)

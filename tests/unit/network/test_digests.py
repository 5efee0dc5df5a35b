"""Digests of cells: they change with what a walk here depends on, and with nothing else."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from learnmap.network import WalkGraph
from learnmap.network.digests import cell_digests, edge_mark
from learnmap.network.tiles import cells_around
from tests.unit.network.drawing import Drawing

NEAR_M = 500.0
Change = Callable[[Drawing], object]


def crossing(change: Change = lambda _: None, *, tags: str = "highway=footway") -> Drawing:
    """Draw a crossing of two streets of 200 m, and a street four kilometres away."""
    drawing = Drawing()
    for number, place in enumerate([(0, 0), (200, 0), (100, -100), (100, 100), (100, 0)], start=1):
        drawing.node(number, *place)
    drawing.node(11, 4000, 0)
    drawing.node(12, 4200, 0)
    change(drawing)
    drawing.way([1, 5, 2], tags)
    drawing.way([3, 5, 4])
    drawing.way([11, 12])
    return drawing


def digest(drawing: Drawing, folder: Path, near: int = 5) -> bytes:
    """Return the hash of all within half a kilometre of a node."""
    lon, lat = (np.array([degrees]) for degrees in drawing.places[near])
    cells = cells_around(lon, lat, NEAR_M)
    (whole,) = cell_digests(drawing.town(folder).graph).of_boxes(cells)
    return whole


FAR: dict[str, Change] = {
    "a street far away": lambda d: d.way([d.node(21, 4000, 90), 11]),
    "a crossing before all others": lambda d: d.way(
        [d.node(21, -9000, -9000), d.node(22, -9, -9e3)]
    ),
    "water far away": lambda d: d.way(
        [d.node(21, 4000, 50), d.node(22, 4100, 50), d.node(23, 4100, 90), 21], "natural=water"
    ),
}
NEAR: dict[str, Change] = {
    "a street nearby": lambda d: d.way([d.node(21, 150, 90), 2]),
    "a gate": lambda d: d.node(5, 100, 0, "barrier=gate access=no"),
    "a street that touches and does not join": lambda d: d.way(
        [d.node(21, 300, 0), d.node(22, 320, 0)]
    ),
    "water": lambda d: d.way(
        [d.node(21, 120, 20), d.node(22, 180, 20), d.node(23, 180, 80), 21], "natural=water"
    ),
    "a street that is a metre longer": lambda d: d.way([2, d.node(21, 201, 0)]),
}


@pytest.mark.parametrize("what", FAR)
def test_what_is_far_away_changes_nothing(what: str, tmp_path: Path) -> None:
    before, after = crossing(), crossing(FAR[what])
    assert digest(before, tmp_path) == digest(after, tmp_path)
    whole = [drawing.town(tmp_path).graph.content_hash() for drawing in (before, after)]
    assert whole[0] != whole[1]


@pytest.mark.parametrize("what", NEAR)
def test_what_is_near_changes_the_digest(what: str, tmp_path: Path) -> None:
    assert digest(crossing(), tmp_path) != digest(crossing(NEAR[what]), tmp_path)


@pytest.mark.parametrize("tags", ["highway=steps", "highway=footway oneway:foot=yes"])
def test_tags_that_change_a_walk_change_the_digest(tags: str, tmp_path: Path) -> None:
    assert digest(crossing(), tmp_path) != digest(crossing(tags=tags), tmp_path)


def test_names_change_no_digest(tmp_path: Path) -> None:
    named = crossing(tags="highway=footway name=学习路")
    assert digest(crossing(), tmp_path) == digest(named, tmp_path)


def test_the_same_streets_elsewhere_have_another_digest(tmp_path: Path) -> None:
    drawing = crossing()
    assert digest(drawing, tmp_path, 5) != digest(drawing, tmp_path, 11)


def test_a_closed_gate_in_the_middle_tells_which_sides_meet(tmp_path: Path) -> None:
    """Two streets through one place, joined or not, have the same lines and other walks."""
    joined, apart = Drawing(), Drawing()
    for drawing in (joined, apart):
        for number, place in enumerate([(0, 0), (100, 0), (200, 0)], start=1):
            drawing.node(number, *place)
        drawing.way([1, 2], "highway=footway")
        drawing.way([2, 3], "highway=path")
        drawing.way([drawing.node(4, 100, 80), 2])
    apart.node(5, 100, 0)
    apart.way([apart.node(6, 100, -80), 5])
    joined.way([joined.node(6, 100, -80), 2])
    assert digest(joined, tmp_path, 2) != digest(apart, tmp_path, 2)


def test_each_edge_has_a_mark_of_its_own_that_outlives_other_numbers(tmp_path: Path) -> None:
    def twins(drawing: Drawing) -> None:
        # Two ways over the very same line, and a round trip to one node.
        drawing.way([3, drawing.node(31, 130, 0), 4])
        drawing.way([3, 31, 4], "highway=steps")

    def shifted(drawing: Drawing) -> None:
        twins(drawing)
        drawing.way([drawing.node(21, -9000, -9000), drawing.node(22, -8900, -9000)])

    before, after = (crossing(change).town(tmp_path).graph for change in (twins, shifted))
    old, new = marks(before), marks(after)
    assert len(set(old)) == before.edge_count
    assert set(old) < set(new)
    moved = [new.index(mark) for mark in old]
    assert moved != list(range(before.edge_count))
    assert before.edge_length_m.tolist() == after.edge_length_m[moved].tolist()


def marks(graph: WalkGraph) -> list[bytes]:
    return [edge_mark(graph, edge) for edge in range(graph.edge_count)]

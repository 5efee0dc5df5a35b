"""Obstacles and excluded ways as arrays: what lies where, whatever order they came in."""

import itertools

import numpy as np
import pytest

from learnmap.network.cells import CELL_STEPS, cell_items
from learnmap.network.excluded import pack_excluded
from learnmap.network.obstacles import Degrees, ObstacleKind, pack_obstacles

Line = tuple[ObstacleKind, list[Degrees]]


def cell_line(column: int, row: int) -> list[Degrees]:
    """Return a line through the middle of a cell that stays within it."""
    west, east = ((column + share) * CELL_STEPS / 1e7 for share in (0.2, 0.8))
    south, north = ((row + share) * CELL_STEPS / 1e7 for share in (0.2, 0.8))
    return [(west, south), (east, north)]


LINES: list[Line] = [
    (ObstacleKind.RAILWAY, [(24.9351762, 60.164155), (24.9351763, -0.0000001), (-1.0, 2.0)]),
    (ObstacleKind.WATER, [(0.0, 0.0), (0.001, 0.0), (0.001, 0.001), (0.0, 0.0)]),
    (ObstacleKind.MOTORWAY, cell_line(5, -3)),
]


def test_each_line_keeps_its_kind_and_its_places() -> None:
    packed = pack_obstacles(LINES)

    assert packed.kind.tolist() == [0, 2, 3]
    assert packed.offset.tolist() == [0, 4, 7, 9]
    assert packed.x[4:7].tolist() == [249351762, 249351763, -10_000_000]
    assert packed.y[4:7].tolist() == [601641550, -1, 20_000_000]
    assert packed.x.dtype == packed.y.dtype == np.int32


def test_their_order_changes_nothing() -> None:
    first = pack_obstacles(LINES)

    for order in itertools.permutations(LINES):
        other = pack_obstacles(order)
        assert (first.x == other.x).all()
        assert (first.y == other.y).all()
        assert (first.kind == other.kind).all()
        assert (first.cells.item == other.cells.item).all()


@pytest.mark.parametrize(("column", "row"), [(5, -3), (0, 0), (-7, 12), (12_345, 30_000)])
def test_a_line_is_found_by_its_cell_and_by_no_other(column: int, row: int) -> None:
    packed = pack_obstacles([(ObstacleKind.RAILWAY, cell_line(column, row))])
    key, offset = packed.cells.key, packed.cells.offset

    for east, north in itertools.product((-1, 0, 1), repeat=2):
        begin, end = cell_items(key, offset, column + east, row + north)
        found = packed.cells.item[begin:end].tolist()
        assert found == ([0] if (east, north) == (0, 0) else [])


def test_a_town_without_obstacles_has_empty_arrays() -> None:
    packed = pack_obstacles([])

    assert packed.offset.tolist() == [0]
    assert len(packed.x) == len(packed.y) == len(packed.kind) == len(packed.cells.item) == 0
    assert cell_items(packed.cells.key, packed.cells.offset, 0, 0) == (0, 0)


def test_excluded_ways_share_their_reasons() -> None:
    ways = [
        (7, "foot=no", [(1.0, 2.0), (1.5, 2.5)]),
        (3, "access=private", [(0.0, 0.0), (0.1, 0.0), (0.2, 0.0)]),
        (7, "foot=no", [(3.0, 2.0), (3.5, 2.5)]),
        (5, "foot=no", [(0.0, 1.0), (0.1, 1.0)]),
    ]
    packed = pack_excluded(ways)

    assert packed.way.tolist() == [3, 5, 7, 7]
    assert [packed.reasons()[i] for i in packed.reason] == ["access=private", *["foot=no"] * 3]
    assert packed.offset.tolist() == [0, 3, 5, 7, 9]
    assert packed.x[5:].tolist() == [10_000_000, 15_000_000, 30_000_000, 35_000_000]
    other = pack_excluded(ways[::-1])
    assert (packed.x == other.x).all()
    assert (packed.way == other.way).all()


def test_where_nothing_is_excluded_there_are_no_reasons() -> None:
    packed = pack_excluded([])

    assert packed.reasons() == []
    assert packed.offset.tolist() == [0]
    assert len(packed.way) == len(packed.x) == 0

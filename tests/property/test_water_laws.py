"""Laws of water that is cut along cells: the cut changes nothing, and its sides agree."""

import itertools

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from learnmap.network.cells import CELL_STEPS
from learnmap.network.water_parts import CellBox, water_parts

ALL = CellBox(-10, -10, 10, 10)
Ring = list[tuple[int, int]]

# Coordinates that lie on the lines between cells, next to them, and anywhere.
coordinate = st.one_of(
    st.integers(-2, 2).map(lambda line: line * CELL_STEPS),
    st.integers(-2, 2).map(lambda line: line * CELL_STEPS + 1),
    st.integers(-2 * CELL_STEPS, 2 * CELL_STEPS),
)


@st.composite
def water_areas(draw: st.DrawFn) -> list[shapely.Polygon]:
    """Areas from random corners, some with holes; they overlap and touch as they like."""
    areas = []
    for _ in range(draw(st.integers(1, 4))):
        corners = draw(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=9))
        area = shapely.make_valid(shapely.Polygon(corners)).buffer(0)
        parts = [part for part in shapely.get_parts(area) if isinstance(part, shapely.Polygon)]
        areas += [part for part in parts if _is_whole(part)]
    return areas


def _is_whole(area: shapely.Polygon) -> bool:
    """Tell whether rounding to whole steps leaves an area as it is."""
    places = shapely.get_coordinates(area)
    return bool(area.area > 0 and (places == np.rint(places)).all())


def _places(seed: int, rings: list[Ring]) -> NDArray[np.float64]:
    """Return places anywhere, and some whose way to the east passes half a step from a corner.

    Such a way would meet the two sides of a cut at odds if they did not end at the same places.
    """
    rng = np.random.default_rng(seed)
    rows = np.unique([y for ring in rings for _, y in ring])
    y = np.concatenate([rng.integers(-50_000, 50_000, 200), rows, rows - 1]) + 0.5
    return np.column_stack([rng.integers(-50_000, 50_000, len(y)) + 0.5, y])


def _within(places: NDArray[np.float64], rings: list[Ring]) -> NDArray[np.int64]:
    """Return how many rings a way to the east crosses, for each place."""
    count = np.zeros(len(places), np.int64)
    x, y = places.T
    for ring in rings:
        for (x0, y0), (x1, y1) in itertools.pairwise(ring):
            level = (y0 > y) != (y1 > y)
            if y0 != y1:
                count += level & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return count


def _cell(ring: Ring) -> tuple[int, int]:
    column, row = np.mean(ring[1:], axis=0) // CELL_STEPS
    return int(column), int(row)


def _clear(places: NDArray[np.float64], areas: list[shapely.Polygon]) -> NDArray[np.bool_]:
    """Tell which places lie farther from all banks than a vertex may have been moved."""
    banks = shapely.union_all([area.boundary for area in areas])
    return np.asarray(shapely.distance(shapely.points(places), banks) > 2.0)


@settings(max_examples=200, deadline=None)
@given(water_areas(), st.integers(0, 2**32 - 1))
def test_an_odd_number_of_a_cells_rings_is_water(areas: list[shapely.Polygon], seed: int) -> None:
    rings = water_parts(np.array(areas, object), ALL)
    places = _places(seed, rings)
    if areas:
        places = places[_clear(places, areas)]
    expected = np.zeros(len(places), bool)
    for area in areas:
        expected |= shapely.contains_xy(area, *places.T)

    # Over all rings, and over those of each place's own cell alone.
    assert np.array_equal(_within(places, rings) % 2 == 1, expected)
    cells = np.floor(places / CELL_STEPS).astype(int)
    for cell in np.unique(cells, axis=0):
        here = (cells == cell).all(axis=1)
        own = [ring for ring in rings if _cell(ring) == tuple(cell)]
        assert np.array_equal(_within(places[here], own) % 2 == 1, expected[here])


@settings(max_examples=200, deadline=None)
@given(water_areas())
def test_a_ring_is_closed_within_one_cell_and_passes_no_place_twice(
    areas: list[shapely.Polygon],
) -> None:
    for ring in water_parts(np.array(areas, object), ALL):
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert len(set(ring)) == len(ring) - 1
        low = np.multiply(_cell(ring), CELL_STEPS)
        assert (np.array(ring) >= low).all()
        assert (np.array(ring) <= low + CELL_STEPS).all()


@settings(max_examples=50, deadline=None)
@given(water_areas().flatmap(lambda areas: st.tuples(st.just(areas), st.permutations(areas))))
def test_the_order_of_areas_changes_nothing(
    orders: tuple[list[shapely.Polygon], list[shapely.Polygon]],
) -> None:
    one, other = (water_parts(np.array(order, object), ALL) for order in orders)
    assert one == other

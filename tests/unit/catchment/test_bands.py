"""Catchment polygons: type, grid, hand, nesting, and shapes that are known on paper."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely

from learnmap.catchment import AccessPoint, Shape, area_m2, catchment_bands, union_of
from learnmap.catchment.bands import nest
from learnmap.model.crs import COORDINATE_STEP, ELLIPSOID
from learnmap.network import Workspace
from tests.unit.network.drawing import Degrees, Drawing, Town


def bands_at(
    town: Town, place: Degrees, shape: Shape | None = None, profile: str = "adult"
) -> list[shapely.MultiPolygon]:
    """Return the bands of a place, as a learning point there would get them."""
    snaps = town.snap(place, profile, 2000.0)
    access = AccessPoint(
        "here", int(snaps.edge[0]), float(snaps.along_m[0]), float(snaps.distance_m[0])
    )
    return catchment_bands(
        town.graph, town.costs(profile), access, shape or Shape(), workspace=town.workspace
    )


def street(latitude: float = 31.2, half_m: float = 2000.0) -> Drawing:
    """One straight street, from west to east."""
    drawing = Drawing(lat=latitude)
    drawing.node(1, -half_m, 0)
    drawing.node(2, half_m, 0)
    drawing.way([1, 2])
    return drawing


def ring(side_m: float) -> Drawing:
    """Four streets round a block that nobody can enter."""
    drawing = Drawing()
    for number, (east, north) in enumerate(((0, 0), (1, 0), (1, 1), (0, 1)), start=1):
        drawing.node(number, east * side_m, north * side_m)
    drawing.way([1, 2, 3, 4, 1])
    return drawing


def check_contract(bands: list[shapely.MultiPolygon]) -> None:
    """Hold the bands against what is promised of every catchment."""
    for band in bands:
        assert isinstance(band, shapely.MultiPolygon)
        assert band.is_valid
        steps = shapely.get_coordinates(band) / COORDINATE_STEP
        assert np.allclose(steps, np.rint(steps), rtol=0, atol=1e-3)
        for part in band.geoms:
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)
    for inner, outer in pairwise(bands):
        assert inner.is_empty or outer.covers(inner)


@pytest.mark.parametrize("latitude", [0.0, 31.2, 60.2, 69.7, -33.9])
def test_the_catchment_of_a_straight_street_is_the_band_worked_out_on_paper(
    tmp_path: Path, latitude: float
) -> None:
    drawing = street(latitude)
    town = drawing.town(tmp_path)
    limit_m, half_m = 60.0, 1.25 * 300

    bands = bands_at(town, drawing.at(0, 0), Shape(cutoffs_s=(300,)))

    check_contract(bands)
    # A place x along and y across (y <= 60) belongs when leaving the street at
    # x - sqrt(60^2 - y^2) and walking 60 m straight there is at most 375 m, so the end of the
    # band is x <= 375 - 60 + sqrt(60^2 - y^2): a half disc of 60 m around 315 m.
    area = 4 * limit_m * (half_m - limit_m) + math.pi * limit_m**2
    assert area_m2(bands[0]) == pytest.approx(area, rel=0.01)
    west, south, east, north = bands[0].bounds
    lon, lat = drawing.at(0, 0)
    assert ELLIPSOID.inv(west, lat, lon, lat)[2] == pytest.approx(half_m, abs=4)
    assert ELLIPSOID.inv(east, lat, lon, lat)[2] == pytest.approx(half_m, abs=4)
    assert ELLIPSOID.inv(lon, south, lon, north)[2] == pytest.approx(2 * limit_m, abs=8)


def test_bands_are_nested_and_keep_the_contract(tmp_path: Path) -> None:
    drawing = Drawing()
    rng = np.random.default_rng(7)
    for number in range(64):
        shift = rng.uniform(-25, 25, 2)
        drawing.node(number + 1, 90 * (number % 8) + shift[0], 90 * (number // 8) + shift[1])
    for k in range(8):
        drawing.way([8 * k + i + 1 for i in range(8)])
        drawing.way([8 * i + k + 1 for i in range(8) if i != 3 or k % 3 == 0])
    town = drawing.town(tmp_path)

    bands = bands_at(town, drawing.places[1], Shape(cutoffs_s=(60, 120, 300, 600)))

    check_contract(bands)
    areas = [area_m2(band) for band in bands]
    assert areas == sorted(areas)
    assert areas[0] > 0


def test_a_block_that_cannot_be_entered_is_a_hole(tmp_path: Path) -> None:
    drawing = ring(400.0)
    town = drawing.town(tmp_path)

    (band,) = bands_at(town, drawing.places[1], Shape(cutoffs_s=(900,)))

    check_contract([band])
    (part,) = band.geoms
    (hole,) = part.interiors
    # 400 m less 60 m on either side, with square corners.
    assert area_m2(shapely.Polygon(hole)) == pytest.approx(280.0**2, rel=0.02)
    assert not band.covers(shapely.Point(drawing.at(200, 200)))
    assert band.covers(shapely.Point(drawing.at(200, 50)))


def test_a_small_block_is_no_hole(tmp_path: Path) -> None:
    drawing = ring(110.0)
    town = drawing.town(tmp_path)

    (band,) = bands_at(town, drawing.places[1], Shape(cutoffs_s=(900,)))

    assert [len(part.interiors) for part in band.geoms] == [0]


def test_a_place_over_the_river_is_outside_though_it_is_near(tmp_path: Path) -> None:
    drawing = street()
    drawing.node(3, -2000, 200)
    drawing.node(4, 2000, 200)
    drawing.way([3, 4])
    town = drawing.town(tmp_path)

    (band,) = bands_at(town, drawing.at(0, 0), Shape(cutoffs_s=(900,)))

    assert not band.covers(shapely.Point(drawing.at(0, 200)))
    assert not band.intersects(shapely.LineString([drawing.places[3], drawing.places[4]]))


@pytest.mark.parametrize("door_m", [380.0, 760.0])
def test_a_door_too_far_from_the_street_leaves_the_short_bands_empty(
    tmp_path: Path, door_m: float
) -> None:
    drawing = street()
    town = drawing.town(tmp_path)

    # 300 s are 375 m, 600 s are 750 m and 900 s are 1,125 m.
    bands = bands_at(town, drawing.at(0, door_m))

    check_contract(bands)
    assert [band.is_empty for band in bands] == [True, door_m > 750, False]
    left_m = 1125 - door_m
    assert area_m2(bands[2]) == pytest.approx(240 * (left_m - 60) + math.pi * 3600, rel=0.02)


def test_a_door_farther_than_all_cutoffs_gives_empty_bands(tmp_path: Path) -> None:
    drawing = street()
    town = drawing.town(tmp_path)

    bands = bands_at(town, drawing.at(0, 1200))

    assert [band.is_empty for band in bands] == [True, True, True]
    assert {type(band) for band in bands} == {shapely.MultiPolygon}
    assert area_m2(bands[0]) == 0.0


@pytest.mark.parametrize("along", [0.0, 0.5, 1.0], ids=["start", "middle", "end"])
@pytest.mark.parametrize("spare_s", [0.0, 1e-9, 1.0])
def test_a_door_at_the_very_limit_does_no_harm(
    tmp_path: Path, along: float, spare_s: float
) -> None:
    drawing = street()
    town = drawing.town(tmp_path)
    length_m = float(town.graph.edge_length_m[0])
    access = AccessPoint("edge", 0, along * length_m, (900 - spare_s) * 1.25)

    bands = catchment_bands(
        town.graph, town.costs(), access, Shape(), workspace=Workspace(town.graph)
    )

    assert [band.is_empty for band in bands] == [True, True, True]


def test_an_origin_on_a_barrier_of_no_length(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, -500, 0)
    drawing.node(2, 0, 0, "barrier=stile")
    drawing.node(3, 500, 0)
    drawing.way([1, 2, 3])
    town = drawing.town(tmp_path)
    (stile,) = np.flatnonzero(town.graph.edge_length_m == 0)

    for distance_m, empty in ((0.0, False), (1125.0, True)):
        access = AccessPoint("stile", int(stile), 0.0, distance_m)
        bands = catchment_bands(
            town.graph,
            town.costs(),
            access,
            Shape(),
            workspace=Workspace(town.graph),
        )
        check_contract(bands)
        assert [band.is_empty for band in bands] == [empty] * 3
    # A walk through the stile goes on as if there were none.
    through = bands_at(town, drawing.places[1])
    assert through[2].covers(shapely.Point(drawing.places[3]))
    assert not bands_at(town, drawing.places[1], profile="step_free")[2].covers(
        shapely.Point(drawing.at(400, 0))
    )


def test_origin_at_a_corner_is_the_same_by_whichever_street(tmp_path: Path) -> None:
    drawing = Drawing()
    for number, (east, north) in enumerate(((0, 0), (700, 0), (0, 700), (-700, 0)), start=1):
        drawing.node(number, east, north)
    for end in (2, 3, 4):
        drawing.way([1, end])
    town = drawing.town(tmp_path)
    graph = town.graph
    (corner,) = np.flatnonzero(np.diff(graph.arc_offset) == 3)

    drawn = []
    for edge in range(graph.edge_count):
        along_m = 0.0 if graph.edge_u[edge] == corner else float(graph.edge_length_m[edge])
        access = AccessPoint("corner", edge, along_m, 0.0)
        drawn.append(
            catchment_bands(graph, town.costs(), access, Shape(), workspace=town.workspace)[0]
        )

    # The grid begins at another corner of each street, so that outlines differ by less than
    # its cells round them off: 1 % of the area.
    for other in drawn[1:]:
        assert area_m2(drawn[0].symmetric_difference(other)) < 0.01 * area_m2(drawn[0])


def test_one_way_streets_are_walked_towards_the_point(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.node(1, -1000, 0)
    drawing.node(2, 0, 0)
    drawing.node(3, 1000, 0)
    drawing.way([1, 2, 3], "highway=footway oneway:foot=yes")
    town = drawing.town(tmp_path)

    (band,) = bands_at(town, drawing.places[2], Shape(cutoffs_s=(600,)))

    # One walks east to the point: who stands west of it comes, who stands east cannot.
    assert band.covers(shapely.Point(drawing.at(-700, 0)))
    assert not band.covers(shapely.Point(drawing.at(80, 0)))


def test_nest_cuts_a_band_that_sticks_out() -> None:
    large = shapely.MultiPolygon([shapely.box(0, 0, 0.01, 0.01)])
    small = shapely.MultiPolygon([shapely.box(0.005, 0.005, 0.012, 0.008)])

    inner, outer = nest([small, large])

    check_contract([inner, outer])
    assert outer.equals(large)
    assert inner.area == pytest.approx(0.005 * 0.003, rel=0.001)


def test_union_covers_its_parts_and_counts_overlaps_once() -> None:
    first, second = shapely.box(0, 0, 0.01, 0.01), shapely.box(0.005, 0, 0.015, 0.01)
    apart = shapely.box(0.1, 0.1, 0.11, 0.11)

    union = union_of([shapely.MultiPolygon([box]) for box in (first, second, apart)])

    check_contract([union])
    assert union.area == pytest.approx(0.015 * 0.01 + 0.01**2)
    assert len(union.geoms) == 2
    assert union_of([]).is_empty
    assert union_of([shapely.MultiPolygon()]).is_empty


def test_area_is_that_of_the_ellipsoid() -> None:
    # One degree by one degree at the equator: 12,308.8 km2 (Karney's planimeter: 110574 m by
    # 111320 m at the equator, hardly less at one degree north).
    square = shapely.box(0, 0, 1, 1)
    assert area_m2(square) / 1e6 == pytest.approx(12308.8, rel=1e-4)
    hole = shapely.box(0.25, 0.25, 0.75, 0.75).exterior.coords
    holed = shapely.orient_polygons(shapely.Polygon(square.exterior, [hole]), exterior_cw=True)
    assert area_m2(holed) == pytest.approx(0.75 * area_m2(square), rel=1e-4)
    assert area_m2(shapely.MultiPolygon([holed, shapely.box(5, 0, 6, 1)])) == pytest.approx(
        1.75 * area_m2(square), rel=1e-4
    )

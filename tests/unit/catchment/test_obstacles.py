"""Catchments beside water, railways and motorways: places worked out on paper."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely

from learnmap.catchment import AccessPoint, Shape, area_m2, catchment_bands
from learnmap.catchment.certificate import judge
from tests.unit.network.drawing import Degrees, Drawing, Town

SHAPE = Shape(cutoffs_s=(300, 600))


def street_and(*tags: str, north_m: float = 30.0) -> Drawing:
    """Draw a street of 4 km from west to east, and obstacles as long beside it."""
    drawing = Drawing()
    drawing.node(1, -2000, 0)
    drawing.node(2, 2000, 0)
    drawing.way([1, 2])
    for number, tag in enumerate(tags):
        west, east = (
            drawing.node(10 + number, -2000, north_m),
            drawing.node(20 + number, 2000, north_m),
        )
        drawing.way([west, east], tag)
    return drawing


def band_at(town: Town, place: Degrees, cutoff_s: int = 600) -> shapely.MultiPolygon:
    snaps = town.snap(place, "adult", 2000.0)
    access = AccessPoint("here", int(snaps.edge[0]), float(snaps.along_m[0]), 0.0)
    bands = catchment_bands(town.graph, town.costs(), access, SHAPE, workspace=town.workspace)
    for inner, outer in pairwise(bands):
        assert outer.covers(inner)
    for band in bands:
        assert band.is_valid
    return bands[SHAPE.cutoffs_s.index(cutoff_s)]


def inside(band: shapely.MultiPolygon, drawing: Drawing, east_m: float, north_m: float) -> bool:
    return bool(band.covers(shapely.Point(drawing.at(east_m, north_m))))


@pytest.mark.parametrize(
    "tags", ["waterway=canal", "waterway=river", "railway=rail", "highway=motorway"]
)
def test_nobody_leaves_the_street_across_an_obstacle(tmp_path: Path, tags: str) -> None:
    drawing = street_and(tags)
    town = drawing.town(tmp_path)
    band = band_at(town, drawing.at(0, 0))

    # The obstacle lies 30 m north, the off-street limit 60 m south.
    for east_m in (-400.0, 0.0, 333.0):
        assert inside(band, drawing, east_m, 29)
        assert not inside(band, drawing, east_m, 31)
        assert inside(band, drawing, east_m, -59)
        assert not inside(band, drawing, east_m, -61)


@pytest.mark.parametrize(
    "tags",
    ["waterway=ditch", "railway=tram", "railway=rail tunnel=yes", "highway=motorway bridge=yes"],
)
def test_what_can_be_passed_is_no_obstacle(tmp_path: Path, tags: str) -> None:
    drawing = street_and(tags)
    town = drawing.town(tmp_path)
    band = band_at(town, drawing.at(0, 0))

    assert inside(band, drawing, 0, 31)
    assert inside(band, drawing, 0, 59)
    assert not inside(band, drawing, 0, 61)


def test_a_bridge_leads_across(tmp_path: Path) -> None:
    drawing = street_and("waterway=river")
    drawing.node(3, 0, 0)
    drawing.node(4, 0, 200)
    drawing.way([1, 3, 2])
    drawing.way([3, 4], "highway=footway bridge=yes")
    town = drawing.town(tmp_path)
    band = band_at(town, drawing.at(0, 0))

    # From the bridge one steps off by 60 m on either bank, seen past the river from its far end.
    assert inside(band, drawing, 55, 100)
    assert inside(band, drawing, -55, 150)
    # Beside the river's far bank, over 60 m from the bridge, stays out.
    assert not inside(band, drawing, 70, 40)
    assert not inside(band, drawing, 300, 40)


def lake() -> Drawing:
    """Draw a street, and 20 m north of it a lake of 194 by 100 m with an island."""
    drawing = Drawing()
    drawing.node(1, -2000, 0)
    drawing.node(2, 2000, 0)
    drawing.way([1, 2])
    corners = ((-97, 20), (97, 20), (97, 120), (-97, 120))
    shore = [drawing.node(10 + n, *corner) for n, corner in enumerate(corners)]
    banks = ((-10, 30), (10, 30), (10, 45), (-10, 45))
    island = [drawing.node(20 + n, *corner) for n, corner in enumerate(banks)]
    outer = drawing.way([*shore, shore[0]], "source=outer")
    inner = drawing.way([*island, island[0]], "source=inner")
    drawing.relation([(outer, "outer"), (inner, "inner")], "type=multipolygon natural=water")
    return drawing


def test_nobody_stands_in_the_water_or_comes_to_its_islands(tmp_path: Path) -> None:
    drawing = lake()
    town = drawing.town(tmp_path)
    band = band_at(town, drawing.at(0, 0))

    for east_m in (-90.0, 0.0, 90.0):
        assert inside(band, drawing, east_m, 19)
        assert not inside(band, drawing, east_m, 22)
        assert not inside(band, drawing, east_m, 55)
    assert not inside(band, drawing, 0, 38)
    # Beside the lake one leaves the street as far as ever.
    assert inside(band, drawing, 102, 52)
    assert inside(band, drawing, -150, 58)


def test_the_outline_runs_along_the_bank(tmp_path: Path) -> None:
    drawing = street_and("waterway=river")
    town = drawing.town(tmp_path)
    band = band_at(town, drawing.at(0, 0))
    free = band_at(street_and().town(tmp_path), drawing.at(0, 0))

    # From 690 m west to 690 m east nobody walks the 30 m behind the river; at both ends less
    # than a half disc is lost.
    lost = area_m2(free) - area_m2(band)
    assert lost * 1.005 >= 2 * 690 * 30
    assert lost <= 2 * 690 * 30 + 3.15 * 60**2 / 2
    # Nothing is won by an obstacle.
    assert area_m2(shapely.difference(band, free)) < 1.0


@pytest.mark.parametrize("drawing", [lake(), street_and("railway=rail", north_m=-30.0)])
def test_what_is_drawn_is_what_the_certificate_finds(tmp_path: Path, drawing: Drawing) -> None:
    town = drawing.town(tmp_path)
    snaps = town.snap(drawing.at(40, 0), "adult", 100.0)
    access = AccessPoint("here", int(snaps.edge[0]), float(snaps.along_m[0]), 0.0)
    costs = town.costs()
    for cutoff_s, band in zip(
        SHAPE.cutoffs_s,
        catchment_bands(town.graph, costs, access, SHAPE, workspace=town.workspace),
        strict=True,
    ):
        verdict = judge(
            town.graph, costs, access, band, cutoff_s=cutoff_s, off_street_m=60.0, places=20_000
        )
        assert verdict.iou is not None
        assert verdict.iou > 0.985
        assert verdict.inside_share is not None
        assert verdict.inside_share < 0.01


def test_cutting_water_along_cells_changes_no_catchment(tmp_path: Path) -> None:
    # The same drawing, shifted so that the borders of cells run elsewhere through the lake.
    areas = []
    for shift in np.linspace(0, 0.002, 5):
        drawing = lake()
        drawing = Drawing(lon=drawing.lon + float(shift), lat=drawing.lat + float(shift) / 3)
        drawing.node(1, -2000, 0)
        drawing.node(2, 2000, 0)
        drawing.way([1, 2])
        corners = ((-300, 20), (300, 20), (300, 220), (-300, 220))
        shore = [drawing.node(10 + n, *corner) for n, corner in enumerate(corners)]
        drawing.way([*shore, shore[0]], "natural=water")
        areas.append(area_m2(band_at(drawing.town(tmp_path), drawing.at(0, 0))))

    # The grid lies elsewhere, too: within a few square metres of 110,000.
    assert np.ptp(areas) < 0.005 * areas[0]

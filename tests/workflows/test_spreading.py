"""Residents of census areas at the buildings of the extract, else at its street junctions."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
import shapely

from learnmap.model.crs import ELLIPSOID
from learnmap.model.records import DemandPoint
from learnmap.store import Store, read_demand_records
from learnmap.workflows.city import City
from learnmap.workflows.import_runs import ImportRun, run_import
from learnmap.workflows.networks import build_network
from tests.unit.ingest.test_dwellings import block
from tests.unit.network.drawing import Drawing


def town() -> Drawing:
    """Draw a street of 2 km, a school, and two homes in the west of it and one north of it."""
    drawing = Drawing()
    drawing.way([drawing.node(k + 1, 500.0 * k, 0) for k in range(5)])
    drawing.way([3, drawing.node(9, 1000, 300)])
    block(drawing, 100, 20, 10, 20, "building=house")
    block(drawing, 300, 20, 20, 30, "building=apartments building:levels=3")
    block(drawing, 200, 20, 50, 50, "building=school")
    block(drawing, 300, 500, 90, 90, "building=residential building:levels=9")
    return drawing


def census(drawing: Drawing, path: Path, **areas: tuple[float, float, float]) -> Path:
    """Write areas from one metre east to another, 100 m to each side of the street."""
    features: list[dict[str, Any]] = []
    for name, (west, east, residents) in areas.items():
        corners = ((west, -100), (east, -100), (east, 100), (west, 100))
        outline = shapely.Polygon([drawing.at(*corner) for corner in corners])
        values = {"id": name, "residents_0_59": 3 * residents, "residents_60_plus": residents}
        features.append(
            {
                "type": "Feature",
                "properties": values,
                "geometry": shapely.geometry.mapping(outline),
            }
        )
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def metres_of(drawing: Drawing, one: DemandPoint) -> tuple[float, float]:
    """Return how far east and north of the drawing's corner somebody lives."""
    way, _, far_m = ELLIPSOID.inv(drawing.lon, drawing.lat, one.longitude, one.latitude)
    return far_m * math.sin(math.radians(way)), far_m * math.cos(math.radians(way))


def spread_over(
    store: Store, folder: Path, drawing: Drawing, **areas: tuple[float, float, float]
) -> tuple[ImportRun, list[DemandPoint]]:
    city = City(store, folder / "home", "clerk")
    build_network(city, drawing.write(folder / "town.osm"))
    file = census(drawing, folder / "census.geojson", **areas)
    run = run_import(city, file, what="population", datum="wgs84")
    with store.begin() as tx:
        return run, read_demand_records(tx)


def test_residents_live_where_the_floor_is(store: Store, tmp_path: Path) -> None:
    drawing = town()
    run, found = spread_over(store, tmp_path, drawing, west=(50, 450, 40), east=(900, 2100, 7))
    at = {metres_of(drawing, one): one for one in found}
    old = {place: one.counts[1].residents for place, one in at.items()}
    young = {place: one.counts[0].residents for place, one in at.items()}
    west = {place: people for place, people in old.items() if place[0] < 450}
    # The house has 10 x 20 m, the flats 20 x 30 m three times: 200 and 1,800 m2 of floor.
    (house,) = (people for (east, _), people in west.items() if 100 < east < 110)
    (flats,) = (people for (east, _), people in west.items() if 300 < east < 320)
    assert [house, flats] == pytest.approx([4, 36], rel=1e-3)
    # Nobody lives in the school, and nobody of the area in the house outside of it.
    assert len(west) == 2
    assert all(20 < north < 50 for _, north in west)
    # The east has no building: its residents stand at the ends and junctions of the street.
    assert (
        sorted(people for (east, _), people in old.items() if east > 450)
        == [pytest.approx(3.5)] * 2
    )
    assert math.fsum(old.values()) == pytest.approx(47, rel=1e-12)
    assert math.fsum(young.values()) == pytest.approx(141, rel=1e-12)
    built, bare = run.checked.notes
    assert built == (
        "the residents of 1 areas are spread over the buildings inside, by their floor area"
    )
    assert bare == (
        "the residents of 1 areas are spread evenly over the street junctions inside, since too "
        "few buildings are known there that people may live in: east"
    )


def test_one_house_among_many_that_are_not_mapped_does_not_get_everybody(
    store: Store, tmp_path: Path
) -> None:
    drawing = Drawing()
    drawing.way([drawing.node(1, 0, 0), drawing.node(2, 400, 0)])
    block(drawing, 100, 20, 10, 20, "building=house")
    # 44 residents of all ages would have 4.5 m2 each.
    run, found = spread_over(store, tmp_path, drawing, all=(-50, 450, 11))
    assert [one.counts[1].residents for one in found] == [5.5, 5.5]
    assert {round(metres_of(drawing, one)[0]) for one in found} == {0, 400}
    (note,) = run.checked.notes
    assert note.endswith("too few buildings are known there that people may live in: all")


def test_many_buildings_are_gathered_and_no_floor_is_lost(store: Store, tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.way([drawing.node(1, 0, 0), drawing.node(2, 2000, 0)])
    for number in range(200):
        block(drawing, 9.5 * number, 10, 5, 5 + number % 3, "building=house")
    _, found = spread_over(store, tmp_path, drawing, all=(-50, 2050, 50))
    assert len(found) == 64
    assert math.fsum(one.counts[1].residents for one in found) == pytest.approx(50, rel=1e-12)
    # 50 residents on 19 x 5 m by 5, 6 or 7 m: each half of the street has half of them.
    east = [metres_of(drawing, one)[0] for one in found]
    near = [one.counts[1].residents for one, at in zip(found, east, strict=True) if at < 950]
    assert math.fsum(near) == pytest.approx(25, abs=1)

"""Areas, offerings, routes and residents: what is taken, and what is refused."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import MultiPolygon, Polygon

from learnmap.ingest import (
    FaultyTableError,
    RowFault,
    read_areas,
    read_categories,
    read_offerings,
    read_residents,
    read_routes,
)
from learnmap.model.records import AgeCount, RouteStop

SQUARE = [[[121, 31], [122, 31], [122, 32], [121, 32], [121, 31]]]


def _write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _area(code: str, level: str, parent: str | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code, "level": level, "name_zh": code, "parent_code": parent},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
        **changes,
    }


def _areas(folder: Path, *features: dict[str, Any]) -> Path:
    path = folder / "areas.geojson"
    content = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_areas_come_with_parents_first(tmp_path: Path) -> None:
    two = {"type": "MultiPolygon", "coordinates": [SQUARE, [[[1, 1], [2, 1], [2, 2], [1, 1]]]]}
    path = _areas(
        tmp_path,
        _area("310101001", "street_town", "310101"),
        _area("310101", "district", geometry=two),
    )
    district, town = read_areas(path).records
    assert (district.code, district.level, district.parent_code) == ("310101", "district", None)
    assert isinstance(district.geometry, MultiPolygon)
    assert isinstance(town.geometry, Polygon)
    assert (town.parent_code, town.names, town.geometry.area) == ("310101", {"zh": "310101001"}, 1)


def test_a_parent_may_be_known_already(tmp_path: Path) -> None:
    path = _areas(tmp_path, _area("B", "street_town", "A"))
    assert [area.code for area in read_areas(path, known={"A": "district"}).records] == ["B"]


@pytest.mark.parametrize(
    ("features", "message"),
    [
        ([_area("B", "street_town", "A")], "is no area of this file"),
        ([_area("A", "district", "B"), _area("B", "district", "A")], "A > B > A"),
        ([_area("A", "district", "A")], "A > A"),
        ([_area("A", "street_town"), _area("B", "district", "A")], "a street_town, which holds no"),
        ([_area("A", "county")], "one of province, city, district"),
        ([_area("A", "city"), _area("A", "city")], "first in feature 1"),
        ([_area("A", "city", geometry={"type": "Point", "coordinates": [1, 2]})], "is Point"),
        ([_area("A", "city", geometry=None)], "is none"),
        (
            [_area("A", "city", geometry={"type": "Polygon", "coordinates": []})],
            "is empty",
        ),
        (
            [_area("A", "city", geometry={"type": "Polygon", "coordinates": [SQUARE[0][:-1]]})],
            "not closed",
        ),
        (
            [_area("A", "city", geometry={"type": "MultiPolygon", "coordinates": []})],
            "is empty",
        ),
        (
            [
                _area(
                    "A",
                    "city",
                    geometry={
                        "type": "Polygon",
                        "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]],
                    },
                )
            ],
            "Self-intersection",
        ),
        (
            [
                _area(
                    "A",
                    "city",
                    geometry={
                        "type": "Polygon",
                        "coordinates": [[[13e6, 4e6], [14e6, 4e6], [14e6, 5e6], [13e6, 4e6]]],
                    },
                )
            ],
            "WGS 84 degrees",
        ),
    ],
)
def test_faults_of_areas(tmp_path: Path, features: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(FaultyTableError) as caught:
        read_areas(_areas(tmp_path, *features))
    assert message in str(caught.value)


def test_offerings_with_categories_and_sessions(tmp_path: Path) -> None:
    categories = read_categories(
        _write(tmp_path / "categories.csv", "code,name_zh,name_en", "calligraphy,书法,Calligraphy")
    ).records
    assert [(one.code, one.names) for one in categories] == [
        ("calligraphy", {"zh": "书法", "en": "Calligraphy"})
    ]
    path = _write(
        tmp_path / "offerings.csv",
        "id,name_zh,name_en,category,mode,point_id,provider,language,fee,fee_currency,"
        "age_from,age_to,capacity,schedule",
        "O1,书法,,calligraphy,in_person,P1,区社区学院,zh,12.50,CNY,50,,30,周三上午",
        "O2,讲座,Lecture,calligraphy,mobile,,,,,,,,,",
    )
    sessions = _write(
        tmp_path / "sessions.csv",
        "offering_id,starts_at,ends_at,point_id",
        "O2,2026-03-08T09:00+08:00,2026-03-08T11:00+08:00,P2",
        "O2,2026-03-01T09:00+08:00,2026-03-01T11:00+08:00,P1",
    )
    first, second = read_offerings(path, sessions=sessions).records
    assert (first.fee, first.age_from, first.age_to) == (Decimal("12.50"), 50, None)
    assert (first.capacity, first.schedule, first.sessions) == (30, "周三上午", ())
    assert (second.mode, second.point_id, second.fee, second.fee_currency) == (
        "mobile",
        None,
        None,
        "CNY",
    )
    china = dt.timezone(dt.timedelta(hours=8))
    assert [(one.starts_at, one.point_id) for one in second.sessions] == [
        (dt.datetime(2026, 3, 1, 9, tzinfo=china), "P1"),
        (dt.datetime(2026, 3, 8, 9, tzinfo=china), "P2"),
    ]


OFFERINGS = "id,name_zh,category,mode,point_id,fee,age_from,age_to,capacity"


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("O1,课,art,in_person,,,,,", None, "needs a point_id"),
        ("O1,课,art,online,,-1,,,", "fee", "below 0"),
        ("O1,课,art,online,,free,,,", "fee", "not a number"),
        ("O1,课,art,online,,1.234,,,", "fee", "decimal places"),
        ("O1,课,art,online,,,60,50,", None, "age_from 60 is over age_to 50"),
        ("O1,课,art,online,,,,131,", "age_to", "over 130"),
        ("O1,课,art,online,,,,,0", "capacity", "below 1"),
        ("O1,课,Art,online,,,,,", "category", "do not fit"),
        ("O1,课,,online,,,,,", "category", "is empty"),
        ("O1,课,art,remote,,,,,", "mode", "none of 'in_person'"),
        ("O1,,art,online,,,,,", "name_zh", "no name"),
    ],
)
def test_faults_of_offerings(tmp_path: Path, row: str, column: str | None, message: str) -> None:
    with pytest.raises(FaultyTableError) as caught:
        read_offerings(_write(tmp_path / "offerings.csv", OFFERINGS, row))
    _check(caught.value.faults, 2, column, message)


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("O9,2026-03-01T09:00+08:00,2026-03-01T11:00+08:00", "offering_id", "no offering"),
        (",2026-03-01T09:00+08:00,2026-03-01T11:00+08:00", "offering_id", "no offering"),
        ("O1,2026-03-01T09:00,2026-03-01T11:00+08:00", "starts_at", "no time zone"),
        ("O1,1 March,2026-03-01T11:00+08:00", "starts_at", "not a date and time"),
        ("O1,2026-03-01T11:00+08:00,2026-03-01T11:00+08:00", None, "not after its start"),
    ],
)
def test_faults_of_sessions(tmp_path: Path, row: str, column: str | None, message: str) -> None:
    offerings = _write(tmp_path / "o.csv", OFFERINGS, "O1,课,art,online,,,,,")
    sessions = _write(tmp_path / "s.csv", "offering_id,starts_at,ends_at", row)
    with pytest.raises(FaultyTableError) as caught:
        read_offerings(offerings, sessions=sessions)
    assert caught.value.name == "s.csv"
    _check(caught.value.faults, 2, column, message)


def _check(faults: tuple[RowFault, ...], line: int, column: str | None, message: str) -> None:
    assert [(fault.line, fault.column) for fault in faults] == [(line, column)]
    assert message in faults[0].message
    assert faults[0].remedy


ROUTES = "id,name_zh,theme_zh,theme_en,source,fictional"


def test_routes_have_their_stops_in_order(tmp_path: Path) -> None:
    routes = _write(tmp_path / "routes.csv", ROUTES, "R1,外滩,建筑,Architecture,文旅局,true")
    stops = _write(
        tmp_path / "stops.csv",
        "route_id,position,point_id,dwell_min",
        "R1,2,P7,15",
        "R1,1,P3,",
    )
    (route,) = read_routes(routes, stops=stops).records
    assert (route.names, route.theme) == ({"zh": "外滩"}, {"zh": "建筑", "en": "Architecture"})
    assert (route.source, route.fictional, route.line) == ("文旅局", True, None)
    assert route.stops == (
        RouteStop(point_id="P3", position=1, dwell_min=10),
        RouteStop(point_id="P7", position=2, dwell_min=15),
    )


@pytest.mark.parametrize(
    ("stop_rows", "name", "message"),
    [
        (("R1,1,P1", "R1,1,P2"), "stops.csv", "twice, first in line 2"),
        (("R1,0,P1",), "stops.csv", "below 1"),
        (("R2,1,P1",), "stops.csv", "no route of the file of routes"),
        (("R1,1,",), "stops.csv", "is empty"),
        (("R1,first,P1",), "stops.csv", "not a whole number"),
    ],
)
def test_faults_of_stops(
    tmp_path: Path, stop_rows: tuple[str, ...], name: str, message: str
) -> None:
    routes = _write(tmp_path / "routes.csv", ROUTES, "R1,外滩,,,,")
    stops = _write(tmp_path / "stops.csv", "route_id,position,point_id", *stop_rows)
    with pytest.raises(FaultyTableError) as caught:
        read_routes(routes, stops=stops)
    assert caught.value.name == name
    assert message in str(caught.value)


def test_a_route_without_stops_is_refused(tmp_path: Path) -> None:
    routes = _write(tmp_path / "routes.csv", ROUTES, "R1,外滩,,,,", "R2,豫园,,,,")
    stops = _write(tmp_path / "stops.csv", "route_id,position,point_id", "R1,1,P1")
    with pytest.raises(FaultyTableError) as caught:
        read_routes(routes, stops=stops)
    _check(caught.value.faults, 3, "id", "no stops in the file of stops")


RESIDENTS = "id,longitude,latitude,residents_60_plus,residents_0_14,residents_15_59,source"


def test_residents_by_age_band_from_young_to_old(tmp_path: Path) -> None:
    path = _write(tmp_path / "r.csv", RESIDENTS, "D1,121.4,31.2,12.5,3,,census")
    (point,) = read_residents(path).records
    assert (point.longitude, point.latitude, point.source) == (121.4, 31.2, "census")
    assert point.counts == (
        AgeCount(age_from=0, age_to=14, residents=3),
        AgeCount(age_from=15, age_to=59, residents=0),
        AgeCount(age_from=60, age_to=None, residents=12.5),
    )


@pytest.mark.parametrize(
    ("header", "row", "line", "column", "message"),
    [
        ("residents_0_plus", "-1", 2, "residents_0_plus", "below 0"),
        ("residents_0_plus", "many", 2, "residents_0_plus", "not a number"),
        ("residents_0_plus", "nan", 2, "residents_0_plus", "no finite number"),
        ("residents_14_0", "1", 1, "residents_14_0", "ends before it begins"),
        ("dwellings", "1", 1, "dwellings", "is no column"),
    ],
)
def test_faults_of_residents(
    tmp_path: Path, header: str, row: str, line: int, column: str, message: str
) -> None:
    path = _write(tmp_path / "r.csv", f"id,longitude,latitude,{header}", f"D1,121.4,31.2,{row}")
    with pytest.raises(FaultyTableError) as caught:
        read_residents(path)
    fault = caught.value.faults[0]
    assert (fault.line, fault.column) == (line, column)
    assert message in fault.message


def test_age_bands_may_not_overlap(tmp_path: Path) -> None:
    header = "id,longitude,latitude,residents_0_59,residents_50_plus"
    with pytest.raises(FaultyTableError, match="overlaps the band before it"):
        read_residents(_write(tmp_path / "r.csv", header, "D1,121.4,31.2,1,1"))


def test_residents_are_placed_like_points(tmp_path: Path) -> None:
    path = _write(tmp_path / "r.csv", "id,longitude,latitude,residents_0_plus", "D1,31.2,121.4,1")
    with pytest.raises(FaultyTableError, match="swapped"):
        read_residents(path)

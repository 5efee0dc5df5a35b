"""Import runs of the tables beside the points: dry run, counts, repeat, taking back, refusals."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import shapely
from sqlalchemy import text

from learnmap.ingest import FaultyTableError
from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.model.records import Area, Offering, OfferingCategory, WalkingRoute
from learnmap.store import (
    Store,
    What,
    read_demand_records,
    read_routes,
    upsert_areas,
    upsert_categories,
    upsert_offerings,
    upsert_points,
    upsert_routes,
)
from learnmap.store import read_areas as read_stored_areas
from learnmap.workflows.checked_tables import check_table
from learnmap.workflows.city import City
from learnmap.workflows.import_runs import (
    apply_import,
    confirm_warnings,
    discard_import,
    drop_rows,
    list_imports,
    run_import,
    show_import,
    take_back_import,
)
from learnmap.workflows.networks import build_network
from learnmap.workflows.table_openers import Extras
from tests.unit.network.drawing import Drawing
from tests.workflows.conftest import a_point

LEFT_AS_THEY_WERE = {
    "learning_points": "to_jsonb(t) - 'area_id' - 'updated_at' || jsonb_build_object('area', "
    "(SELECT code || valid_from FROM learnmap.areas AS a WHERE a.id = t.area_id))",
    # A route that is restored gets a new version, as a point does.
    "walking_routes": "to_jsonb(t) - 'version' - 'updated_at' - 'updated_by' "
    "|| jsonb_build_object('line', encode(ST_AsEWKB(line), 'hex'))",
    "route_stops": "to_jsonb(t)",
    "offering_categories": "to_jsonb(t)",
    "offerings": "to_jsonb(t)",
    "offering_sessions": "to_jsonb(t) - 'id'",
    "areas": "to_jsonb(t) - 'id' "
    "|| jsonb_build_object('geometry', encode(ST_AsEWKB(geometry), 'hex'))",
    "demand_points": "to_jsonb(t) - 'number' "
    "|| jsonb_build_object('place', encode(ST_AsEWKB(place), 'hex'))",
    "demand_counts": "to_jsonb(t) - 'id' - 'point_number' || jsonb_build_object('of', "
    "(SELECT id FROM learnmap.demand_points AS d WHERE d.number = t.point_number))",
}
"""Each table of content, without numbers that say only in which order rows were written."""


def stored_bytes(store: Store) -> dict[str, list[Any]]:
    with store.begin() as tx:
        return {
            table: sorted(
                json.dumps(row, sort_keys=True)
                for row in tx.scalars(text(f"SELECT {row} FROM learnmap.{table} AS t"))  # noqa: S608 - our own names
            )
            for table, row in LEFT_AS_THEY_WERE.items()
        }


def square(west: float, south: float, size: float) -> dict[str, Any]:
    found: dict[str, Any] = shapely.geometry.mapping(
        shapely.box(west, south, west + size, south + size)
    )
    return found


def collection(path: Path, *features: tuple[Mapping[str, Any], Any]) -> Path:
    made = [
        {"type": "Feature", "properties": dict(properties), "geometry": geometry}
        for properties, geometry in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}), "utf-8")
    return path


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


OUTLINE = shapely.Polygon([(24.9, 60.1), (25.0, 60.1), (25.0, 60.2), (24.9, 60.2 - 1e-15)])


@pytest.fixture
def town(store: Store, tmp_path: Path) -> City:
    """Open a city with three of everything but residents, of the source ``district``."""
    points = [a_point(f"p{k}", 24.91 + k / 100, 60.15) for k in range(1, 4)]
    categories = [OfferingCategory(code=code, names={"zh": code}) for code in ("art", "dance")]
    offerings = [
        Offering.model_validate(
            {
                "id": f"o{k}",
                "names": {"zh": f"课{k}"},
                "category": "art",
                "point_id": f"p{k}",
                "fee": "10.50",
                "sessions": [
                    {"starts_at": "2026-03-01T09:00+08:00", "ends_at": "2026-03-01T10:00+08:00"}
                ],
            }
        )
        for k in range(1, 4)
    ]
    routes = [
        WalkingRoute.model_validate(
            {
                "id": f"r{k}",
                "names": {"en": f"Walk {k}"},
                "theme": {"zh": "主题"},
                "source": "district",
                "stops": [{"point_id": "p1", "position": 1}, {"point_id": "p2", "position": 2}],
                "line": shapely.LineString([(24.9, 60.1), (24.9 + 0.1 + 1e-15 * k, 60.2)]),
            }
        )
        for k in range(1, 4)
    ]
    areas = [
        Area(
            code=f"a{k}",
            level="district",
            names={"en": f"Area {k}"},
            geometry=OUTLINE,
            source="district",
        )
        for k in range(1, 4)
    ]
    with store.begin() as tx:
        upsert_points(tx, points, actor="x")
        upsert_categories(tx, categories, actor="x")
        upsert_offerings(tx, offerings, actor="x")
        upsert_routes(tx, routes, actor="x")
        upsert_areas(tx, areas, actor="x")
    return City(store, tmp_path / "home", "clerk")


class Case(NamedTuple):
    """A file, and what it does to the town by a count of its rows."""

    file: Path
    extras: Extras
    added: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    unchanged: tuple[str, ...]
    missing: tuple[str, ...]


def routes_case(folder: Path) -> Case:
    file = table(
        folder / "routes.csv",
        "id,name_en,theme_zh,position,point_id,dwell_min",
        "r1,Walk 1,主题,1,p1,",
        "r1,,,2,p2,",
        "r2,Walk two,主题,1,p2,20",
        "r9,New walk,,2,p3,",
        "r9,New walk,,1,p1,",
    )
    # A table says nothing of lines, so that the routes keep theirs.
    return Case(file, Extras(), ("r9",), {"r2": ("name_en", "stops")}, ("r1",), ("r3",))


def offerings_case(folder: Path) -> Case:
    file = table(
        folder / "offerings.csv",
        "课程编号,课程名称,课程类别,学习点编号,费用",
        "o1,课1,art,p1,10.5",
        "o2,课2,dance,p1,0",
        "o9,新课,art,p3,",
    )
    sessions = table(
        folder / "sessions.csv",
        "offering_id,starts_at,ends_at",
        "o1,2026-03-01T01:00Z,2026-03-01T02:00Z",
        "o9,2026-04-01T09:00+08:00,2026-04-01T10:00+08:00",
    )
    changed = {"o2": ("category", "fee", "point_id", "sessions")}
    return Case(file, Extras(beside=sessions), ("o9",), changed, ("o1",), ())


def categories_case(folder: Path) -> Case:
    file = table(folder / "categories.csv", "code,name_zh", "art,美术", "dance,dance", "tea,茶")
    return Case(file, Extras(), ("tea",), {"art": ("name_zh",)}, ("dance",), ())


def areas_case(folder: Path) -> Case:
    same = shapely.geometry.mapping(OUTLINE)
    file = collection(
        folder / "areas.geojson",
        ({"adcode": "a1", "name": "Area 1"}, same),
        ({"adcode": "a2", "name": "Area 2"}, square(24.9, 60.1, 0.2)),
        ({"adcode": "a9", "name": "New"}, square(24.9, 60.1, 0.05)),
    )
    changed = {"a2": ("geometry",)}
    return Case(file, Extras(level="district"), ("a9",), changed, ("a1",), ("a3",))


CASES = {
    "routes": routes_case,
    "offerings": offerings_case,
    "categories": categories_case,
    "areas": areas_case,
}


@pytest.mark.parametrize("what", CASES)
def test_a_file_is_counted_applied_repeated_and_taken_back(
    town: City, tmp_path: Path, what: What
) -> None:
    case = CASES[what](tmp_path)
    given: dict[str, Any] = {"what": what, "extras": case.extras, "source": "district"}
    before = stored_bytes(town.store)
    planned = check_table(town, case.file, **given)
    assert (stored_bytes(town.store), list_imports(town)) == (before, [])
    run = run_import(town, case.file, **given)
    assert (run.applied, run.checked.warnings) == (True, ())
    for changes in (planned.changes, run.checked.changes, show_import(town, 1).changes):
        assert changes.added == case.added
        assert {c.point_id: tuple(sorted(n for n, _, _ in c.columns)) for c in changes.changed} == (
            case.changed
        )
        assert (changes.unchanged, changes.missing) == (case.unchanged, case.missing)
    applied = stored_bytes(town.store)
    assert applied != before
    again = run_import(town, case.file, **given)
    assert (again.import_id, again.checked.changes.nothing) == (None, True)
    assert stored_bytes(town.store) == applied
    done = take_back_import(town, 1)
    assert (done.added, done.changed) == (case.added, tuple(case.changed))
    assert stored_bytes(town.store) == before
    with pytest.raises(ConflictError, match="is taken back, by clerk"):
        take_back_import(town, 1)


def test_offerings_that_a_later_file_lacks_are_missing(town: City, tmp_path: Path) -> None:
    case = offerings_case(tmp_path)
    given: dict[str, Any] = {"what": "offerings", "source": "district"}
    run_import(town, case.file, extras=case.extras, **given)
    fewer = table(tmp_path / "fewer.csv", "id,name_zh,category,point_id", "o9,新课,art,p3")
    # Without a table of sessions those that are stored stay.
    assert check_table(town, fewer, **given).changes.unchanged == ("o9",)
    assert check_table(town, fewer, **given).changes.missing == ("o1", "o2")
    assert check_table(town, fewer, what="offerings", source="other").changes.missing == ()


def test_an_area_that_follows_another_is_taken_back_with_its_end(
    town: City, tmp_path: Path
) -> None:
    before = stored_bytes(town.store)
    properties = {"code": "a1", "level": "district", "name_en": "A1", "valid_from": "2020-01-01"}
    inside = square(24.9, 60.1, 0.05)
    run_import(town, collection(tmp_path / "a.geojson", (properties, inside)), what="areas")
    later = properties | {"valid_from": "2024-01-01", "name_en": "A1 again"}
    run_import(town, collection(tmp_path / "b.geojson", (later, inside)), what="areas")
    with town.store.begin() as tx:
        assert read_stored_areas(tx)["names"].iloc[0] == {"en": "A1 again"}
    take_back_import(town, 1)
    take_back_import(town, 2)
    assert stored_bytes(town.store) == before


def test_what_others_name_is_not_taken_away(town: City, tmp_path: Path) -> None:
    run_import(town, table(tmp_path / "c.csv", "code,name_zh", "tea,茶"), what="categories")
    offering = table(tmp_path / "o.csv", "id,name_zh,category,point_id", "o9,课,茶,p1")
    run_import(town, offering, what="offerings")
    with pytest.raises(ConflictError, match="offerings name categories of offerings that it add"):
        take_back_import(town, 1)
    place = square(24.9, 60.1, 0.05)
    new = {"code": "n1", "level": "district", "name_en": "N"}
    child = {"code": "n2", "level": "street_town", "name_en": "M", "parent_code": "n1"}
    run_import(town, collection(tmp_path / "n.geojson", (new, place)), what="areas")
    run_import(town, collection(tmp_path / "m.geojson", (child, place)), what="areas")
    with pytest.raises(ConflictError, match="areas below them name areas that it added: n1"):
        take_back_import(town, 3)


def test_what_was_changed_since_is_neither_written_over_nor_taken_back(
    town: City, tmp_path: Path
) -> None:
    gpx = tmp_path / "walk.gpx"
    gpx.write_text(WALK, "utf-8")
    run = run_import(town, gpx, what="routes", source="district")
    assert [w.code for w in run.checked.warnings] == ["reading"]
    confirm_warnings(town, 1, lines=None, note="a bench")
    route_id = run.checked.changes.added[0]
    with town.store.begin() as tx:
        other = WalkingRoute.model_validate(
            {
                "id": route_id,
                "names": {"en": "B"},
                "source": "x",
                "stops": [{"point_id": "p1", "position": 1}],
            }
        )
        upsert_routes(tx, [other], actor="editor")
    with pytest.raises(ConflictError, match=f"1 walking routes were changed since.*{route_id}"):
        apply_import(town, 1)

    case = routes_case(tmp_path)
    run_import(town, case.file, what="routes", source="district")
    with town.store.begin() as tx:
        (found,) = read_routes(tx, ids=["r9"])
        upsert_routes(tx, [found.model_copy(update={"names": {"en": "Edited"}})], actor="editor")
    with pytest.raises(ConflictError, match=r"1 of its walking routes were changed.*r9; change"):
        take_back_import(town, 2)


WALK = """<?xml version="1.0"?>
<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="t">
<wpt lat="60.1502" lon="24.9301"><name>second</name></wpt>
<wpt lat="60.1501" lon="24.9200"><name>first</name></wpt>
<wpt lat="60.1400" lon="24.9250"><name>bench</name></wpt>
<trk><name>A walk</name><trkseg>
<trkpt lat="60.15" lon="24.91"><ele>3</ele></trkpt><trkpt lat="60.15" lon="24.94"/>
</trkseg></trk></gpx>
"""


def test_waypoints_of_a_track_are_its_stops_in_the_order_of_walking(
    town: City, tmp_path: Path
) -> None:
    gpx = tmp_path / "walk.gpx"
    gpx.write_text(WALK, "utf-8")
    run = run_import(town, gpx, what="routes", fictional=True)
    (warning,) = run.checked.warnings
    assert (warning.line, warning.point_id, warning.column) == (0, "bench", "wpt")
    assert "no learning point within 50 m; the nearest, p" in warning.message
    confirm_warnings(town, 1, lines=[0], note="a bench")
    apply_import(town, 1)
    with town.store.begin() as tx:
        (route,) = [one for one in read_routes(tx) if one.source == "walk.gpx"]
    assert [stop.point_id for stop in route.stops] == ["p1", "p2"]
    assert route.line == shapely.LineString([(24.91, 60.15), (24.94, 60.15)])
    assert (route.names, route.fictional) == ({"en": "A walk"}, True)
    assert run_import(town, gpx, what="routes", fictional=True).import_id is None


def test_a_datum_that_nobody_declared_in_china_has_to_be_confirmed(
    town: City, tmp_path: Path
) -> None:
    outline = {"code": "cn", "level": "district", "name_zh": "区"}
    file = collection(tmp_path / "cn.geojson", (outline, square(121.4, 31.2, 0.01)))
    run = run_import(town, file, what="areas")
    assert not run.applied
    (warning,) = run.checked.warnings
    assert (warning.line, warning.code) == (0, "datum")
    assert "no datum was declared, and it was read as wgs84" in warning.message
    with pytest.raises(ConflictError, match="1 of 1 warnings that nobody confirmed"):
        apply_import(town, 1)
    discard_import(town, 1)
    assert run_import(town, file, what="areas", datum="wgs84").applied


def test_rows_that_name_what_the_city_has_not_are_errors(town: City, tmp_path: Path) -> None:
    stops = table(tmp_path / "r.csv", "id,name_en,position,point_id", "r9,W,1,p1", "r9,W,2,p77")
    with pytest.raises(FaultyTableError, match=r"id r9, column point_id, value 'p77': is no learn"):
        run_import(town, stops, what="routes")
    offering = table(tmp_path / "o.csv", "id,name_zh,category,point_id", "o9,课,chess,p1")
    message = r"line 2, id o9, column category, value 'chess': is no category.*art, dance"
    with pytest.raises(FaultyTableError, match=message):
        run_import(town, offering, what="offerings")
    with pytest.raises(InvalidInputError, match="offerings have no places; leave the datum out"):
        run_import(town, offering, what="offerings", datum="gcj02")
    assert list_imports(town) == []


def residents(folder: Path, *lines: str) -> Path:
    header = "id,longitude,latitude,residents_0_59,residents_60_plus,source"
    return table(folder / "residents.csv", header, *lines)


def test_residents_of_a_source_are_replaced_and_put_back(town: City, tmp_path: Path) -> None:
    first = residents(
        tmp_path, "d1,24.91,60.15,10,0.1,census", "d2,24.92,60.15,7,0.2,census", "x,24.9,60.1,1,1,y"
    )
    assert run_import(town, first, what="population").checked.changes.added == ("d1", "d2", "x")
    before = stored_bytes(town.store)
    second = residents(tmp_path, "d1,24.91,60.15,10,0.3,census", "d3,24.93,60.15,5,1,census")
    planned = check_table(town, second, what="population").changes
    assert (planned.added, planned.removed, planned.missing) == (("d3",), ("d2",), ())
    assert planned.changed[0].columns == (
        ("counts", "10 of 0 to 59, 0.1 of 60 to any age", "10 of 0 to 59, 0.3 of 60 to any age"),
    )
    run_import(town, second, what="population")
    shown = show_import(town, 2)
    assert (shown.changes, shown.row.rows) == (planned, 2)
    with town.store.begin() as tx:
        people = {
            found.id: sum(count.residents for count in found.counts)
            for found in read_demand_records(tx)
        }
    assert people == {"d1": 10.3, "d3": 6.0, "x": 2.0}
    assert run_import(town, second, what="population").import_id is None
    take_back_import(town, 2)
    assert stored_bytes(town.store) == before


def test_a_row_that_goes_can_be_kept(town: City, tmp_path: Path) -> None:
    run_import(
        town,
        residents(tmp_path, "d1,121.4,31.2,1,1,s", "d2,121.5,31.2,1,1,s"),
        what="population",
        datum="wgs84",
    )
    run = run_import(town, residents(tmp_path, "d1,121.4,31.2,2,1,s"), what="population")
    # The datum is to be confirmed; the row that goes is numbered after the last of the file.
    assert [(record.line, record.removes) for record in run.checked.records] == [
        (2, False),
        (3, True),
    ]
    confirm_warnings(town, 2, lines=[0], note="as every year")
    drop_rows(town, 2, lines=[3])
    apply_import(town, 2)
    with town.store.begin() as tx:
        assert [found.id for found in read_demand_records(tx)] == ["d1", "d2"]


def test_residents_of_an_area_live_at_the_junctions_inside_it(store: Store, tmp_path: Path) -> None:
    drawing = Drawing()
    ends = [drawing.node(k, *place) for k, place in enumerate([(0, 0), (900, 0), (450, 0)], 1)]
    drawing.way([ends[0], ends[2], ends[1]])
    drawing.way([ends[2], drawing.node(4, 450, 500)])
    city = City(store, tmp_path / "home", "clerk")
    build_network(city, drawing.write(tmp_path / "town.osm"))
    corners = [drawing.at(*place) for place in ((-50, -50), (600, -50), (600, 50), (-50, 50))]
    around = shapely.geometry.mapping(shapely.Polygon(corners))
    away = shapely.geometry.mapping(
        shapely.Polygon([drawing.at(*place) for place in ((0, 100), (9, 100), (9, 109))])
    )
    file = collection(
        tmp_path / "census.geojson",
        ({"id": "c1", "residents_60_plus": 7}, around),
        ({"id": "c2", "residents_60_plus": 0.25}, away),
    )
    run = run_import(city, file, what="population", datum="wgs84")
    assert [(w.point_id, w.code) for w in run.checked.warnings] == [("c2", "reading")]
    confirm_warnings(city, 1, lines=None, note="a courtyard")
    apply_import(city, 1)
    with store.begin() as tx:
        found = read_demand_records(tx)
    at = {(one.longitude, one.latitude): one.counts[0].residents for one in found}
    inside = {tuple(round(degrees, 7) for degrees in drawing.at(east, 0)) for east in (0, 450)}
    # Nodes 1 and 3 lie inside, node 2 and 4 outside; c2 has no street.
    assert {place for place, people in at.items() if people == 3.5} == inside
    assert math.fsum(at.values()) == 7.25

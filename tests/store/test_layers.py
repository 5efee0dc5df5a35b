"""What map programs read: layers and columns decided by hand, and what is in them."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from shapely import LineString, box
from sqlalchemy import text

from learnmap.model.crs import Box
from learnmap.model.records import (
    Area,
    Offering,
    OfferingCategory,
    RouteStop,
    Session,
    WalkingRoute,
)
from learnmap.store import (
    LAYERS,
    PUBLIC_ROLE,
    EmbeddedCluster,
    Store,
    assign_areas,
    create_draft,
    publish,
    record_build,
    retire_route,
    upsert_areas,
    upsert_categories,
    upsert_offerings,
    upsert_routes,
    write_catchments,
)
from tests.store.samples import BUILD, a_build, a_city, a_point, some_bands, some_files

Rows = dict[str, dict[str, Any]]

SHOWN = {
    "learning_points": "id name_zh name_en kind kind_zh kind_en status address phone website "
    "opening_hours opening_hours_note accessibility designation designation_year assured_date "
    "district_zh district_en street_town_zh street_town_en neighbourhood_zh neighbourhood_en "
    "learning_map elderly_map humanities_map source fictional geometry",
    "catchments": "id point_id name_zh name_en kind status profile profile_zh profile_en minutes "
    "area_m2 geometry",
    "walking_routes": "id name_zh name_en theme_zh theme_en stops dwell_min length_m line_from "
    "source fictional updated_at geometry",
    "route_stops": "id route_id route_zh route_en position point_id name_zh name_en status "
    "dwell_min geometry",
    "offerings": "id offering_id name_zh name_en category category_zh category_en mode point_id "
    "place_zh place_en address provider language fee fee_currency free age_from age_to capacity "
    "schedule sessions next_session geometry",
    "areas": "id name_zh name_en level parent valid_from source geometry",
    "editions": "id name_zh name_en map year revision status status_reason approval_number "
    "approval_exemption published_at page geopackage manifest_sha256 geometry",
}
"""Nothing of who of the staff did what, and of each layer one column with times at most."""

SOON = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(days=3)
HOUR = dt.timedelta(hours=1)
WALK = [[121.4, 31.24], [121.41, 31.25], [121.42, 31.24]]


@pytest.fixture(scope="module")
def url(cluster: EmbeddedCluster) -> str:
    """Address, for the public, of a city with something in every layer."""
    address = cluster.ensure_database("layers")
    with Store.open(address) as store:
        store.upgrade()
        with store.begin() as tx:
            upsert_areas(
                tx,
                [
                    an_area("D1", "district", (121.0, 31.0, 122.0, 32.0)),
                    an_area("S1", "street_town", (121.3, 31.2, 121.5, 31.3), parent_code="D1"),
                ],
                actor="t",
            )
            a_city(
                tx,
                a_point("p1", names={"zh": "曹杨图书馆"}, kind="museum"),
                a_point("p2", longitude=121.42, names={"fr": "Musée"}, status="closed"),
            )
            assign_areas(tx)
            tx.execute(text("UPDATE learnmap.city_settings SET review_required = false"))
            write_catchments(tx, BUILD, some_bands("p1"))
            teach(tx)
            walk(tx)
            publish_maps(tx)
    return address.replace("//learnmap@", f"//{PUBLIC_ROLE}@")


def an_area(code: str, level: Any, bounds: Box, **more: Any) -> Area:
    west, south, east, north = bounds
    outline = box(west, south, east, north)
    return Area(code=code, level=level, names={"en": f"Area {code}"}, geometry=outline, **more)


def teach(tx: Any) -> None:
    upsert_categories(tx, [OfferingCategory(code="art", names={"en": "Art"})], actor="t")
    visits = (
        Session(starts_at=SOON - 100 * HOUR, ends_at=SOON - 99 * HOUR, point_id="p1"),
        Session(starts_at=SOON, ends_at=SOON + HOUR, point_id="p2"),
    )
    common: dict[str, Any] = {"names": {"en": "Ink"}, "category": "art"}
    upsert_offerings(
        tx,
        [
            Offering(id="here", point_id="p1", fee=0, **common),
            Offering(id="visiting", mode="mobile", sessions=visits, fee="12.50", **common),
            Offering(id="online", mode="online", **common),
        ],
        actor="t",
    )


def walk(tx: Any) -> None:
    line = LineString([(121.4, 31.24), (121.4, 31.25)])
    upsert_routes(
        tx,
        [
            a_route("given", "p1", "p2", line=line),
            a_route("published", "p1", "p2"),
            a_route("changed", "p2", "p1"),
            a_route("retired", "p1"),
        ],
        actor="mei",
    )
    retire_route(tx, "retired", version_seen=1, actor="mei")


def a_route(identifier: str, *points: str, line: LineString | None = None) -> WalkingRoute:
    stops = tuple(
        RouteStop(point_id=point, position=position, dwell_min=10)
        for position, point in enumerate(points, start=1)
    )
    names = {"zh": "一条路"}
    return WalkingRoute(id=identifier, names=names, source="test", stops=stops, line=line)


def publish_maps(tx: Any) -> None:
    """Publish a map with the walks of two routes, one of which has other stops now; begin one."""
    stops = [{"point_id": "p1", "position": 1}, {"point_id": "p2", "position": 2}]
    routes = {
        "features": [
            {
                "id": name,
                "geometry": {"type": "LineString", "coordinates": WALK},
                "properties": {"stops": stops},
            }
            for name in ("published", "changed", "given")
        ]
    }
    files, types, _ = some_files(routes_geojson=json.dumps(routes).encode())
    draft = create_draft(tx, map_name="humanities", year=2026, actor="zhang")
    publish(
        tx,
        edition_id=draft.id,
        files=files,
        media_types=types,
        manifest_sha256=hashlib.sha256(files["manifest.json"]).hexdigest(),
        approval_number="GS(2026)1",
        approval_exemption=None,
        actor="zhang",
    )
    create_draft(tx, map_name="learning", year=2026, actor="zhang")


@pytest.fixture
def public(url: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        yield connection


@pytest.fixture
def rows(public: psycopg.Connection[dict[str, Any]]) -> dict[str, Rows]:
    """Return every row of every layer, by its key, which is different in each."""
    found: dict[str, Rows] = {}
    for name in SHOWN:
        every = public.execute(
            f"SELECT *, public.st_astext(geometry) AS wkt FROM learnmap_layers.{name}"  # noqa: S608 - our own names
        ).fetchall()
        found[name] = {row["id"]: row for row in every}
        assert len(found[name]) == len(every), name
    return found


def test_layers_and_columns_are_those_decided_on(
    public: psycopg.Connection[dict[str, Any]],
) -> None:
    found = public.execute(
        "SELECT relname, array_agg(attname::text ORDER BY attnum) AS names,"
        " bool_and(attname = 'geometry' OR col_description(attrelid, attnum) ~ '. / .') AS told,"
        " obj_description(relation.oid) ~ '. / .' AS titled,"
        " count(*) FILTER (WHERE atttypid IN ('date'::regtype, 'timestamptz'::regtype)) AS times"
        " FROM pg_class AS relation JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0"
        " WHERE relnamespace = 'learnmap_layers'::regnamespace GROUP BY relation.oid, relname"
    ).fetchall()
    assert {row["relname"]: " ".join(row["names"]) for row in found} == SHOWN
    assert [layer.name for layer in LAYERS] == list(SHOWN)
    assert all(row["told"] and row["titled"] and row["times"] <= 1 for row in found)


def test_layers_are_made_of_published_views_alone(
    public: psycopg.Connection[dict[str, Any]],
) -> None:
    found = public.execute(
        "SELECT DISTINCT used.relnamespace::regnamespace::text AS space, used.relkind::text"
        " FROM pg_rewrite AS rule JOIN pg_class AS layer ON layer.oid = rule.ev_class"
        " JOIN pg_depend ON objid = rule.oid AND refclassid = 'pg_class'::regclass"
        " JOIN pg_class AS used ON used.oid = refobjid AND used.oid <> layer.oid"
        " WHERE layer.relnamespace = 'learnmap_layers'::regnamespace"
    ).fetchall()
    assert found == [{"space": "learnmap_published", "relkind": "v"}]


def test_points_have_names_and_areas(rows: dict[str, Rows]) -> None:
    first, second = rows["learning_points"]["p1"], rows["learning_points"]["p2"]
    assert (first["name_zh"], first["name_en"]) == ("曹杨图书馆", "曹杨图书馆")
    assert (second["name_zh"], second["name_en"], second["status"]) == ("Musée", "Musée", "closed")
    assert (first["kind_en"], first["humanities_map"], first["elderly_map"]) == (
        "Museum",
        True,
        False,
    )
    assert (first["district_en"], first["street_town_zh"]) == ("Area D1", "Area S1")
    assert first["neighbourhood_en"] is None
    assert first["wkt"] == "POINT(121.4 31.24)"


def test_catchments_are_those_of_the_streets_of_now(rows: dict[str, Rows], store: Store) -> None:
    assert list(rows["catchments"]) == ["p1~adult~300", "p1~adult~600", "p1~adult~900"]
    assert rows["catchments"]["p1~adult~900"]["minutes"] == 15
    with store.begin() as tx:
        a_city(tx, a_point("p1"))
        write_catchments(tx, BUILD, some_bands("p1"))
        counted = text("SELECT count(*) FROM learnmap_layers.catchments")
        assert tx.execute(counted).scalar_one() == 3
        record_build(tx, a_build("ab" * 16), actor="t")
        assert tx.execute(counted).scalar_one() == 0


def test_a_route_has_its_own_line_or_that_of_a_map_with_its_very_stops(
    rows: dict[str, Rows],
) -> None:
    routes = rows["walking_routes"]
    assert set(routes) == {"given", "published", "changed"}
    assert routes["given"]["wkt"] == "MULTILINESTRING((121.4 31.24,121.4 31.25))"
    # A hundredth of a degree of the meridian at 31.2 degrees north.
    assert routes["given"]["length_m"] == pytest.approx(1108.7, abs=0.5)
    assert routes["published"]["wkt"] == "MULTILINESTRING((121.4 31.24,121.41 31.25,121.42 31.24))"
    assert {name: row["line_from"] for name, row in routes.items()} == {
        "given": "source",
        "published": "humanities 2026",
        "changed": None,
    }
    assert (routes["changed"]["wkt"], routes["changed"]["length_m"]) == (None, None)
    assert (routes["changed"]["stops"], routes["changed"]["dwell_min"]) == (2, 20)
    assert list(rows["route_stops"]) == [
        f"{route}~{position}" for route in ("changed", "given", "published") for position in (1, 2)
    ]
    assert rows["route_stops"]["changed~1"]["wkt"] == "POINT(121.42 31.24)"


def test_offerings_are_at_each_of_their_places(rows: dict[str, Rows]) -> None:
    found = rows["offerings"]
    assert {key: row["sessions"] for key, row in found.items()} == {
        "here~p1": 0,
        "visiting~p1": 1,
        "visiting~p2": 1,
        "online": 0,
    }
    assert found["here~p1"]["free"] is True
    assert (found["visiting~p2"]["free"], found["visiting~p2"]["fee"]) == (False, 12.5)
    assert found["online"]["free"] is None
    assert found["visiting~p1"]["next_session"] is None
    assert found["visiting~p2"]["next_session"] == SOON
    assert (found["online"]["wkt"], found["here~p1"]["wkt"]) == (None, "POINT(121.4 31.24)")


def test_editions_are_those_that_were_published(rows: dict[str, Rows]) -> None:
    (edition,) = rows["editions"].values()
    assert edition["id"] == "humanities-2026-r1"
    assert (edition["name_zh"], edition["approval_number"]) == ("市民人文行走地图", "GS(2026)1")
    assert edition["page"] == "/editions/2026/humanities/r1/"
    assert edition["wkt"] == "POLYGON((121 31,121 32,122 32,122 31,121 31))"
    assert not any("zhang" in str(row.values()) for row in rows["editions"].values())

"""The list of learning points, one of them with all its facts, and its catchment."""

import datetime as dt
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from shapely.geometry import LinearRing, Point, box, shape

from learnmap.model.records import Area, Offering, OfferingCategory, Session
from learnmap.service.models import CatchmentCollection, PointCollection, PointFeature
from learnmap.store import upsert_areas, upsert_categories, upsert_offerings, upsert_points
from learnmap.workflows.city import City
from tests.service.conftest import Asking
from tests.service.towns import HOSTILE, PLACES, a_point, at
from tests.unit.network.drawing import Drawing

POINTS = "/api/v1/points"


def ids(found: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in found["features"]]


def test_all_points_in_the_order_of_their_ids(api: Asking) -> None:
    found = api.json(POINTS)
    PointCollection.model_validate(found, strict=True)
    assert ids(found) == sorted(PLACES)
    assert (found["number_matched"], found["number_returned"]) == (7, 7)
    assert [link["rel"] for link in found["links"]] == ["self"]
    for feature in found["features"]:
        assert feature["geometry"]["coordinates"] == pytest.approx(at(feature["id"]), abs=1e-6)


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_show_every_point_once(client: httpx.Client, limit: int) -> None:
    seen: list[str] = []
    following: str | None = f"{POINTS}?limit={limit}"
    pages = 0
    while following:
        answer = client.get(following)
        found = answer.json()
        assert found["number_matched"] == 7
        assert len(found["features"]) == found["number_returned"] <= limit
        seen += ids(found)
        pages += 1
        links = {link["rel"]: link["href"] for link in found["links"]}
        following = links.get("next")
        linked = answer.links.get("next", {}).get("url")
        assert linked == following
    assert seen == sorted(PLACES)
    assert pages == -(-7 // limit)


def test_the_next_page_keeps_the_filters(api: Asking) -> None:
    first = api.json(POINTS, kind=["library", "museum"], status="open", limit=2)
    assert ids(first) == ["across", "far"]
    following = urlsplit(first["links"][1]["href"])
    assert parse_qs(following.query) == {
        "kind": ["library", "museum"],
        "status": ["open"],
        "limit": ["2"],
        "after": ["far"],
    }
    assert ids(api.json(POINTS, **parse_qs(following.query))) == ["garden", "island"]


def test_filters_narrow_the_list(api: Asking) -> None:
    assert ids(api.json(POINTS, kind="museum")) == ["across"]
    assert ids(api.json(POINTS, status=["closed", "temporarily_closed"])) == ["closed", "resting"]
    west, south = Drawing().at(-250, -50)
    east, north = Drawing().at(50, 80)
    found = api.json(POINTS, box=f"{west},{south},{east},{north}")
    assert ids(found) == ["closed", "lane"]
    assert found["number_matched"] == 2
    assert ids(api.json(POINTS, kind="museum", status="closed")) == []


def test_text_is_looked_for_as_it_stands(api: Asking) -> None:
    assert ids(api.json(POINTS, text="东岸")) == ["across"]
    assert ids(api.json(POINTS, text="LIBRARY far")) == ["far"]
    # LIKE's wildcards are letters like others.
    assert ids(api.json(POINTS, text="100% garden_")) == ["garden"]
    assert ids(api.json(POINTS, text="%")) == ["garden"]
    assert ids(api.json(POINTS, text="'; DROP TABLE learnmap.learning_points; --")) == []
    assert len(ids(api.json(POINTS))) == 7


def test_an_area_of_any_level_holds_its_points(own_town: City, own_api: Asking) -> None:
    lon, lat = Drawing().at(0, 0)
    with own_town.store.begin() as tx:
        upsert_areas(
            tx,
            [
                Area(
                    code="D1",
                    level="district",
                    names={"en": "District"},
                    geometry=box(lon - 0.1, lat - 0.1, lon + 0.1, lat + 0.1),
                ),
                Area(
                    code="D1-S1",
                    level="street_town",
                    names={"en": "East bank"},
                    parent_code="D1",
                    geometry=box(lon + 0.0005, lat - 0.05, lon + 0.05, lat + 0.05),
                ),
            ],
            actor="tester",
        )
    assert ids(own_api.json(POINTS, area="D1")) == sorted(PLACES)
    assert ids(own_api.json(POINTS, area="D1-S1")) == ["across", "far", "island"]
    assert ids(own_api.json(POINTS, area="D9")) == []
    areas = own_api.json(f"{POINTS}/across")["properties"]["areas"]
    assert [area["code"] for area in areas] == ["D1", "D1-S1"]


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"kind": "pub"}, ["'pub'", "library"]),
        ({"kind": "Robert'); --"}, ["kind: Robert'); --"]),
        ({"status": "gone"}, ["status: gone"]),
        ({"box": "1,2,3"}, ["box: 1,2,3", "3 numbers", "west,south"]),
        ({"box": "a,2,3,4"}, ["box: a,2,3,4", "no number"]),
        ({"box": "nan,2,3,4"}, ["no number"]),
        ({"box": "0,60,1,50"}, ["south above its north"]),
        ({"box": "0,0,181,1"}, ["over 180"]),
        ({"limit": 0}, ["limit: 0"]),
        ({"limit": 1001}, ["limit: 1001", "1 to 1000"]),
        ({"limit": "all"}, ["limit: all"]),
        ({"after": "a b"}, ["after: a b"]),
        ({"text": ""}, ["text: "]),
        ({"text": "a\x00b"}, ["NUL"]),
        ({"area": "a\x00"}, ["area"]),
        ({"offset": 5}, ["offset: there is no such parameter"]),
    ],
)
def test_a_wrong_parameter_is_named_with_its_remedy(
    api: Asking, parameters: dict[str, Any], named: list[str]
) -> None:
    problem = api.problem(POINTS, 422, **parameters)
    assert [part for part in named if part not in problem["detail"]] == []


def test_a_point_has_all_its_facts(own_town: City, own_api: Asking) -> None:
    nine = dt.datetime(2026, 3, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    with own_town.store.begin() as tx:
        upsert_points(
            tx,
            [
                a_point(
                    "hall",
                    Drawing().at(5, 10),
                    phone="021-123",
                    opening_hours="Tu-Su 09:00-17:00",
                    assured_date=dt.date(2026, 5, 4),
                    entrance_longitude=Drawing().at(0, 10)[0],
                    entrance_latitude=Drawing().at(0, 10)[1],
                )
            ],
            actor="tester",
        )
        upsert_categories(
            tx, [OfferingCategory(code="calligraphy", names={"zh": "书法"})], actor="tester"
        )
        upsert_offerings(
            tx,
            [
                Offering(
                    id="o1",
                    names={"zh": "书法入门"},
                    category="calligraphy",
                    point_id="hall",
                    fee="20.50",
                    sessions=(Session(starts_at=nine, ends_at=nine + dt.timedelta(minutes=90)),),
                )
            ],
            actor="tester",
        )
    found = own_api.json(f"{POINTS}/hall")
    PointFeature.model_validate(found, strict=True)
    facts = found["properties"]
    assert (facts["phone"], facts["assured_date"], facts["version"]) == ("021-123", "2026-05-04", 1)
    assert facts["entrance"] == pytest.approx(Drawing().at(0, 10), abs=1e-6)
    (offering,) = facts["offerings"]
    assert (offering["name_zh"], offering["category_zh"], offering["fee"]) == (
        "书法入门",
        "书法",
        20.5,
    )
    assert offering["sessions"] == [
        {"starts_at": "2026-03-01T09:00:00+08:00", "ends_at": "2026-03-01T10:30:00+08:00"}
    ]


def test_a_changed_point_has_another_version_and_tag(
    own_town: City, own_client: httpx.Client
) -> None:
    before = own_client.get(f"{POINTS}/lane")
    tag = before.headers["etag"]
    again = own_client.get(f"{POINTS}/lane", headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    with own_town.store.begin() as tx:
        upsert_points(tx, [a_point("lane", at("lane"), phone="1")], actor="tester")
    after = own_client.get(f"{POINTS}/lane", headers={"If-None-Match": tag})
    assert after.status_code == 200
    assert after.json()["properties"]["version"] == 2
    assert after.headers["etag"] != tag


def test_hostile_names_stay_text(client: httpx.Client, api: Asking) -> None:
    answer = client.get(f"{POINTS}/garden")
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["properties"]["name_en"] == HOSTILE
    assert ids(api.json(POINTS, text=HOSTILE)) == ["garden"]


def test_an_unknown_point_is_not_found(api: Asking) -> None:
    problem = api.problem(f"{POINTS}/nobody", 404)
    assert problem["type"] == "/problems/not-found"
    assert "'nobody'" in problem["detail"]
    api.problem(f"{POINTS}/nobody/catchment", 404)
    assert "point_id" in api.problem(f"{POINTS}/a%00b", 422)["detail"]


def test_a_catchment_is_nested_bands_around_the_point(api: Asking) -> None:
    found = api.json(f"{POINTS}/across/catchment", profile="adult")
    CatchmentCollection.model_validate(found, strict=True)
    assert [band["properties"]["minutes"] for band in found["features"]] == [5, 10, 15]
    shapes = [shape(band["geometry"]) for band in found["features"]]
    site = Point(at("across"))
    assert all(one.is_valid and one.covers(site) for one in shapes)
    assert shapes[1].covers(shapes[0])
    assert shapes[2].covers(shapes[1])
    # The western bank's southern end is 900 m away by the bridge: just within 15 minutes,
    # and not within 10.
    west = Point(Drawing().at(-5, 60))
    assert shapes[2].covers(west)
    assert not shapes[1].covers(west)
    outer = [LinearRing(rings[0]) for one in found["features"] for rings in _polygons(one)]
    assert outer
    assert all(ring.is_ccw for ring in outer)


def _polygons(feature: dict[str, Any]) -> list[Any]:
    polygons: list[Any] = feature["geometry"]["coordinates"]
    return polygons


def test_one_band_of_a_catchment(api: Asking) -> None:
    found = api.json(f"{POINTS}/across/catchment", minutes=10)
    assert [band["id"] for band in found["features"]] == ["across/adult/600"]


@pytest.mark.parametrize(
    ("point", "profile", "said"),
    [
        # 400 m east and 200 m south of the eastern bank's southern end: 447 m.
        ("far", "adult", "447 m away, over the limit of 100 m"),
        ("far", "step_free", "447 m away"),
        ("island", "older_adult", "lead nowhere else"),
        ("closed", "adult", "it is closed"),
    ],
)
def test_a_point_without_a_catchment_says_why(
    api: Asking, point: str, profile: str, said: str
) -> None:
    problem = api.problem(f"{POINTS}/{point}/catchment", 404, profile=profile)
    assert problem["type"] == "/problems/no-catchment"
    assert said in problem["detail"]
    assert repr(point) in problem["detail"]


def test_a_catchment_that_is_not_computed_yet_says_how(own_api: Asking) -> None:
    problem = own_api.problem(f"{POINTS}/across/catchment", 404)
    assert "`learnmap catchments compute`" in problem["detail"]


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"minutes": 7}, ["7 minutes", "5, 10, 15"]),
        ({"profile": "runner"}, ["'runner'", "step_free"]),
        ({"minutes": "soon"}, ["minutes: soon"]),
    ],
)
def test_an_unknown_band_or_profile_is_named(
    api: Asking, parameters: dict[str, Any], named: list[str]
) -> None:
    problem = api.problem(f"{POINTS}/across/catchment", 422, **parameters)
    assert [part for part in named if part not in problem["detail"]] == []


def test_kinds_and_profiles_are_listed(api: Asking) -> None:
    kinds = {kind["code"]: kind for kind in api.json("/api/v1/kinds")["kinds"]}
    assert kinds["library"]["zh"] == "图书馆"
    assert kinds["museum"]["maps"] == ["learning", "humanities"]
    profiles = api.json("/api/v1/profiles")["profiles"]
    assert [(one["code"], one["speed_m_per_s"], one["steps_factor"]) for one in profiles] == [
        ("adult", 1.25, 1.0),
        ("older_adult", 0.8, 2.0),
        ("step_free", 0.8, None),
    ]

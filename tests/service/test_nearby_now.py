"""What is on near by, and when: a town whose walks, hours and dates are on this page."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from learnmap.model.records import Offering, OfferingCategory, Session
from learnmap.service.models import FilterWords, NearbyCollection
from learnmap.store import EmbeddedCluster, Store, upsert_categories, upsert_offerings
from tests.service.conftest import Asking, served
from tests.service.towns import a_point, open_town
from tests.unit.network.drawing import Drawing

NEARBY = "/api/v1/nearby"
HOURS = "Mo-Fr 09:00-17:00; PH off"
MONDAY = "2026-03-02T09:30:00+08:00"

POINTS: dict[str, tuple[float, dict[str, Any]]] = {
    # By metres north along the bank; an adult walks 75 m a minute.
    "desk": (70, {"opening_hours": "ask at the desk"}),
    "early": (140, {"opening_hours": HOURS, "designation": "示范", "accessibility": "partly"}),
    "night": (220, {"opening_hours": "Fr 20:00-02:00", "accessibility": "step_free"}),
    "museum": (290, {"opening_hours": "Tu-Su 10:00-16:00", "kind": "museum"}),
}


def session(starts: str, ends: str, point_id: str | None = None) -> Session:
    day = dt.datetime.fromisoformat(f"{starts}+08:00")
    hour, minute = map(int, ends.split(":"))
    return Session(starts_at=day, ends_at=day.replace(hour=hour, minute=minute), point_id=point_id)


OFFERINGS = (
    Offering(
        id="O1",
        names={"zh": "书法入门"},
        category="calligraphy",
        point_id="early",
        language="zh",
        fee=Decimal(0),
        sessions=(
            session("2026-03-02T10:00", "11:00"),
            session("2026-03-09T10:00", "11:00"),
        ),
    ),
    Offering(
        id="O2",
        names={"en": "Choir"},
        category="music",
        point_id="early",
        language="en",
        fee=Decimal(20),
        schedule="every Friday",
    ),
    Offering(
        id="O3",
        names={"zh": "流动书法"},
        category="calligraphy",
        mode="mobile",
        language="zh-yue",
        fee=Decimal(0),
        sessions=(
            session("2026-03-03T14:00", "15:00", "night"),
            session("2026-03-04T14:00", "15:00", "desk"),
        ),
    ),
    Offering(
        id="O4",
        names={"en": "Harmony at home"},
        category="music",
        mode="online",
        language="en",
        fee=Decimal(0),
        provider="Open School",
        sessions=(session("2026-03-02T19:00", "20:00"),),
    ),
    Offering(id="O5", names={"zh": "在线书法"}, category="calligraphy", mode="online"),
)


@pytest.fixture(scope="module")
def open_town_client(
    cluster: EmbeddedCluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    drawing = Drawing()
    points = [
        a_point(name, drawing.at(0, north_m), **changes)
        for name, (north_m, changes) in POINTS.items()
    ]
    with Store.open(cluster.ensure_database("open_town")) as store:
        store.upgrade()
        city = open_town(store, tmp_path_factory.mktemp("open_town"), points=points)
        categories = [
            OfferingCategory(code="calligraphy", names={"zh": "书法", "en": "Calligraphy"}),
            OfferingCategory(code="dance", names={"zh": "舞蹈"}),
            OfferingCategory(code="music", names={"zh": "音乐", "en": "Music"}),
        ]
        with store.begin() as tx:
            upsert_categories(tx, categories, actor="tester")
            upsert_offerings(tx, OFFERINGS, actor="tester")
        with served(city) as client:
            yield client


@pytest.fixture
def town(open_town_client: httpx.Client) -> Asking:
    return Asking(open_town_client)


def near(town: Asking, at: str = MONDAY, **asked: Any) -> dict[str, Any]:
    lon, lat = Drawing().at(0, 0)
    found = town.json(NEARBY, lon=lon, lat=lat, at=at, **asked)
    NearbyCollection.model_validate(found, strict=True)
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [one["id"] for one in found["features"]]


def facts(found: dict[str, Any], point_id: str) -> dict[str, Any]:
    (properties,) = (one["properties"] for one in found["features"] if one["id"] == point_id)
    return dict(properties)


def test_a_point_that_closes_on_the_way(town: Asking) -> None:
    # 140 m take 112 s, two minutes rounded up.
    found = near(town, at="2026-03-02T16:58:00+08:00")
    early = facts(found, "early")
    assert early["walk"]["minutes"] == 2
    assert early["opening"] == {
        "now": True,
        "on_arrival": False,
        "changes_at": "2026-03-02T17:00:00+08:00",
        "opens_at": None,
        "closes_at": "2026-03-02T17:00:00+08:00",
        "words": {"zh": "今天 09:00–17:00", "en": "today 09:00–17:00"},
    }
    assert facts(near(town, at="2026-03-02T16:57:59+08:00"), "early")["opening"]["on_arrival"]
    assert found["at"] == "2026-03-02T16:58:00+08:00"


def test_the_clock_is_the_citys_whatever_the_offset(town: Asking) -> None:
    # 08:58 in UTC is 16:58 in Shanghai.
    found = near(town, at="2026-03-02T08:58:00Z")
    assert facts(found, "early")["opening"]["on_arrival"] is False
    assert found["at"] == "2026-03-02T16:58:00+08:00"


def test_what_nobody_knows_is_null(town: Asking) -> None:
    assert facts(near(town), "desk")["opening"] == dict.fromkeys(
        ("now", "on_arrival", "changes_at", "opens_at", "closes_at", "words")
    )


def test_closed_now_says_when_it_opens(town: Asking) -> None:
    museum = facts(near(town), "museum")["opening"]  # closed on Mondays
    assert (museum["now"], museum["on_arrival"]) == (False, False)
    assert museum["opens_at"] == museum["changes_at"] == "2026-03-03T10:00:00+08:00"
    assert museum["words"] == {"zh": "今天不开放", "en": "closed today"}
    holiday = facts(near(town, at="2026-10-01T10:00:00+08:00"), "early")["opening"]
    assert (holiday["now"], holiday["words"]["en"]) == (False, "closed today")


def test_only_what_is_known_to_be_open_on_arrival(town: Asking) -> None:
    assert ids(near(town, open_on_arrival=True)) == ["early"]
    # On a Tuesday at 09:56 the museum, 232 s away, opens just in time.
    tuesday = "2026-03-03T09:56:00+08:00"
    assert ids(near(town, at=tuesday, open_on_arrival=True)) == ["early", "museum"]
    assert ids(near(town, at=tuesday, open_on_arrival=True, limit=1)) == ["early"]
    assert ids(near(town, at="2026-03-03T09:55:59+08:00", open_on_arrival=True)) == ["early"]
    # Past midnight of a Friday's night.
    assert ids(near(town, at="2026-03-07T00:30:00+08:00", open_on_arrival=True)) == ["night"]


def test_the_next_session_is_the_soonest_that_is_not_over(town: Asking) -> None:
    early = facts(near(town), "early")["next_session"]
    assert early == {
        "offering_id": "O1",
        "name_zh": "书法入门",
        "name_en": "书法入门",
        "starts_at": "2026-03-02T10:00:00+08:00",
        "ends_at": "2026-03-02T11:00:00+08:00",
        "going_on": False,
    }
    going_on = facts(near(town, at="2026-03-02T10:00:00+08:00"), "early")["next_session"]
    assert (going_on["starts_at"], going_on["going_on"]) == (early["starts_at"], True)
    over = facts(near(town, at="2026-03-02T11:00:00+08:00"), "early")["next_session"]
    assert over["starts_at"] == "2026-03-09T10:00:00+08:00"
    assert facts(near(town, at="2026-03-09T11:00:00+08:00"), "early")["next_session"] is None


def test_mobile_teaching_is_there_on_its_dates(town: Asking) -> None:
    found = near(town)
    assert facts(found, "night")["next_session"]["starts_at"] == "2026-03-03T14:00:00+08:00"
    assert facts(found, "desk")["next_session"]["starts_at"] == "2026-03-04T14:00:00+08:00"
    assert ids(near(town, mode="mobile")) == ["desk", "night"]
    after = near(town, at="2026-03-03T15:00:00+08:00")
    assert facts(after, "night")["next_session"] is None
    assert facts(after, "night")["offerings"] == []
    assert ids(near(town, at="2026-03-03T15:00:00+08:00", mode="mobile")) == ["desk"]


def test_offerings_in_brief(town: Asking) -> None:
    early = facts(near(town), "early")
    assert early["offering_count"] == 2
    assert early["offerings"][1] == {
        "id": "O2",
        "name_zh": "Choir",
        "name_en": "Choir",
        "category": "music",
        "category_zh": "音乐",
        "category_en": "Music",
        "mode": "in_person",
        "language": "en",
        "free": False,
    }
    # What does not fit is not told, nor its dates.
    music = facts(near(town, category="music"), "early")
    assert [one["id"] for one in music["offerings"]] == ["O2"]
    assert (music["offering_count"], music["next_session"]) == (1, None)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["desk", "early", "night", "museum"]),
        ({"kind": "museum"}, ["museum"]),
        ({"designation": "示范"}, ["early"]),
        ({"step_free": True}, ["night"]),
        ({"free": True}, ["desk", "early", "night"]),
        ({"category": "calligraphy"}, ["desk", "early", "night"]),
        ({"category": ["music", "dance"]}, ["early"]),
        ({"mode": "in_person"}, ["early"]),
        ({"mode": ["in_person", "mobile"]}, ["desk", "early", "night"]),
        ({"language": "zh"}, ["desk", "early", "night"]),
        ({"language": "zh-yue"}, ["desk", "night"]),
        ({"language": "en"}, ["early"]),
        ({"free": True, "language": "zh", "mode": "in_person"}, ["early"]),
        ({"category": "calligraphy", "step_free": True}, ["night"]),
    ],
)
def test_filters_by_hand(town: Asking, asked: dict[str, Any], expected: list[str]) -> None:
    found = near(town, **asked)
    assert (ids(found), found["nearest"], found["online"]) == (expected, False, [])


def test_one_offering_must_be_all_that_is_asked(town: Asking) -> None:
    # The choir is music and costs, the calligraphy is free: no free music but at home.
    found = near(town, free=True, category="music")
    assert (ids(found), found["nearest"]) == ([], True)
    (online,) = found["online"]
    assert (online["id"], online["provider"]) == ("O4", "Open School")
    assert online["next_session"]["starts_at"] == "2026-03-02T19:00:00+08:00"
    # When its only session is over, it is over.
    assert near(town, at="2026-03-02T20:00:00+08:00", free=True, category="music")["online"] == []


def test_where_nothing_is_near_the_nearest_comes_and_what_is_online(town: Asking) -> None:
    found = near(town, minutes=0.5)
    assert (found["nearest"], found["minutes"], found["number_returned"]) == (True, 0.5, 3)
    assert ids(found) == ["desk", "early", "night"]
    assert [one["properties"]["straight_m"] for one in found["features"]] == [None] * 3
    assert facts(found, "early")["opening"]["on_arrival"] is True
    # Dated ones first.
    assert [one["id"] for one in found["online"]] == ["O4", "O5"]
    assert ids(near(town, minutes=0.5, nearest=1)) == ["desk"]
    assert ids(near(town, minutes=0.5, nearest=0)) == []


def test_what_nobody_can_walk_to_comes_by_the_straight_line(api: Asking) -> None:
    lon, lat = Drawing().at(0, 0)
    found = api.json(NEARBY, lon=lon, lat=lat, minutes=1, nearest=20)
    NearbyCollection.model_validate(found, strict=True)
    # Walks of 340, 600 and 900 m, then what joins no street: 500 by 200 m away, and 1025 m.
    assert ids(found) == ["garden", "lane", "across", "far", "island"]
    walked = [one["properties"]["walk"] is not None for one in found["features"]]
    assert walked == [True, True, True, False, False]
    straight = [one["properties"]["straight_m"] for one in found["features"][3:]]
    assert straight == pytest.approx([538.5, 1025], abs=0.5)
    assert facts(found, "far")["opening"]["on_arrival"] is None
    assert ids(api.json(NEARBY, lon=lon, lat=lat, minutes=1, open_on_arrival=True)) == []


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"designation": "best"}, ["designation", "'best'", "示范"]),
        ({"category": "surfing"}, ["category", "'surfing'", "calligraphy, dance, music"]),
        ({"language": "fr"}, ["language", "'fr'", "en, zh, zh-yue"]),
        ({"language": "z"}, ["language", "z"]),
        ({"mode": "by_post"}, ["mode", "by_post", "in_person", "online", "mobile"]),
        ({"at": "2026-03-02T09:30:00"}, ["at", "timezone"]),
        ({"at": "9999-12-31T23:59:59Z"}, ["at", "2000 to 2099"]),
        ({"at": "noon"}, ["at", "noon"]),
        ({"nearest": 21}, ["nearest", "21"]),
        ({"step_free": "perhaps"}, ["step_free", "perhaps"]),
    ],
)
def test_an_unknown_word_is_named_with_the_known_ones(
    town: Asking, asked: dict[str, Any], named: list[str]
) -> None:
    lon, lat = Drawing().at(0, 0)
    detail = town.problem(NEARBY, 422, lon=lon, lat=lat, **asked)["detail"]
    assert [part for part in named if part not in detail] == []


def test_the_words_to_filter_by_are_listed(town: Asking) -> None:
    found = town.json("/api/v1/filters")
    FilterWords.model_validate(found, strict=True)
    assert found["designations"] == ["示范"]
    assert found["languages"] == ["en", "zh", "zh-yue"]
    assert found["categories"][1] == {"code": "dance", "zh": "舞蹈", "en": "舞蹈"}

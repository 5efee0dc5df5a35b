"""The page of a learning point, as it comes from the server without a script."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from learnmap.model.records import Offering, OfferingCategory, Session
from learnmap.service.public.point_hours import now_line, week_lines
from learnmap.store import EmbeddedCluster, Store, upsert_categories, upsert_offerings
from learnmap.workflows.city import City
from learnmap.workflows.shown_point import show_point
from tests.service.conftest import served
from tests.service.towns import HOSTILE, a_point, at, open_town

CLOCK = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime.now(CLOCK).replace(microsecond=0)
ROOT = "https://learn.example.org"


def a_session(days: int, point_id: str | None = None) -> Session:
    starts = (NOW + dt.timedelta(days=days)).replace(hour=9, minute=0, second=0)
    return Session(starts_at=starts, ends_at=starts + dt.timedelta(hours=2), point_id=point_id)


@pytest.fixture(scope="module")
def town(cluster: EmbeddedCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    points = [
        a_point(
            "hall",
            at("across"),
            kind="community_school",
            names={"zh": "河镇社区学校", "en": "River School"},
            opening_hours="Mo-Fr 09:00-17:00; PH off",
            phone="021-5555 0100",
            website="https://hall.example",
            address="东岸 1 号",
            accessibility="step_free",
            designation="示范",
            designation_year=2024,
            assured_date=dt.date(2026, 5, 4),
            fictional=False,
        ),
        a_point("hostile", at("garden"), names={"en": HOSTILE}, source=HOSTILE, address=HOSTILE),
        a_point("gone", at("closed"), status="closed", opening_hours="24/7"),
        a_point("resting", at("resting"), status="temporarily_closed", opening_hours="24/7"),
        a_point("season", at("lane"), opening_hours="Apr-Sep: 09:00-18:00; Oct-Mar: 10:00-16:00"),
    ]
    with Store.open(cluster.ensure_database("shown_town")) as store:
        store.upgrade()
        city = open_town(store, tmp_path_factory.mktemp("shown"), points=points)
        with store.begin() as tx:
            names = {"zh": "书法", "en": "Calligraphy"}
            category = OfferingCategory(code="calligraphy", names=names)
            upsert_categories(tx, [category], actor="t")
            upsert_offerings(
                tx,
                [
                    Offering(
                        id="brush",
                        names={"zh": "毛笔", "en": "Brush"},
                        category="calligraphy",
                        point_id="hall",
                        fee=Decimal(0),
                        age_from=50,
                        capacity=20,
                        language="zh",
                        sessions=(a_session(-7), a_session(2), a_session(9)),
                    ),
                    Offering(
                        id="bus",
                        names={"zh": "流动课堂", "en": "Bus"},
                        category="calligraphy",
                        mode="mobile",
                        fee=Decimal("12.50"),
                        sessions=(a_session(1, "hall"), a_session(3, "season")),
                    ),
                    Offering(
                        id="over",
                        names={"zh": "已结束", "en": HOSTILE},
                        category="calligraphy",
                        point_id="hall",
                        sessions=(a_session(-30),),
                    ),
                ],
                actor="t",
            )
        yield city


@pytest.fixture(scope="module")
def asking(town: City) -> Iterator[httpx.Client]:
    with served(town, public_url=f"{ROOT}/editions") as client:
        yield client


def page_of(client: httpx.Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return answer.text


def graph_of(page: str) -> list[dict[str, Any]]:
    """Return what a page says to search engines, as their reader finds it."""
    scripts = re.findall(r"(?s)<script type=\"application/ld\+json\">(.*?)</script>", page)
    assert len(scripts) == 1
    found = json.loads(scripts[0])
    assert found["@context"] == "https://schema.org/"
    graph: list[dict[str, Any]] = found["@graph"]
    return graph


def test_a_page_says_what_one_has_to_know(asking: httpx.Client) -> None:
    page = page_of(asking, "/zh/points/hall")
    for words in (
        "<h1>河镇社区学校</h1>",
        '<p class="facts" lang="en">River School</p>',
        "社区学校 · 示范 2024",
        "东岸 1 号",
        "<a href=tel:02155550100>021-5555 0100</a>",
        '<a href="https://hall.example">hall.example</a>',
        "入口和内部都没有台阶",
        "周一至周五 9:00–17:00；法定节假日 休息",
        "2026年5月4日核实",
        "来源：drawn for a test",
        "书法 · 50 岁以上 · 名额 20 人",
        "流动教学 · 12.50 元",
    ):
        assert words in page, words
    english = page_of(asking, "/en/points/hall")
    assert "Verified on 4 May 2026" in english
    assert "Calligraphy · from 50 years · 20 places · In Chinese" in english


def test_only_dates_to_come_are_told_and_those_of_a_visit_only_where_it_is(
    asking: httpx.Client,
) -> None:
    page = page_of(asking, "/en/points/hall")
    dates = re.findall(r"<li>([A-Z]\w+day [^<]*)</li>", page)
    days = [(NOW + dt.timedelta(days=days)).day for days in (1, 2, 9)]  # bus, then brush twice
    assert [int(re.findall(r"\d+", date)[0]) for date in dates] == days
    assert all(date.endswith("09:00–11:00") for date in dates)
    assert page.count("No dates are set at present") == 1


def test_a_status_that_keeps_one_away_comes_before_all_else(asking: httpx.Client) -> None:
    for point_id, words in (("gone", "Closed for good"), ("resting", "Temporarily closed")):
        page = page_of(asking, f"/en/points/{point_id}")
        assert f'<p class="status">{words}</p>' in page
        assert "Open now" not in page
        assert page.index(words, page.index("<h1>")) < page.index('id="contact"')


@pytest.mark.parametrize("path", ["/en/points/nobody", "/zh/points/a%20b"])
def test_what_is_not_there_is_a_page_and_not_found(asking: httpx.Client, path: str) -> None:
    page = page_of(asking, path, status=404)
    assert 'content="noindex"' in page
    assert f'href="{path[:3]}/points"' in page


def test_addresses_are_those_of_the_site_where_it_is_known(asking: httpx.Client) -> None:
    page = page_of(asking, "/en/points/hall?view=large")
    assert f'<link rel="canonical" href="{ROOT}/en/points/hall">' in page
    assert f'hreflang="zh-Hans" href="{ROOT}/zh/points/hall">' in page
    assert '<meta property="og:title" content="River School · River Town">' in page
    assert '<meta name="description" content="Community school: 东岸 1 号. Mon–Fri' in page


def test_a_place_for_search_engines_has_what_they_require(asking: httpx.Client) -> None:
    place, *courses = graph_of(page_of(asking, "/en/points/hall"))
    url = f"{ROOT}/en/points/hall"
    assert (place["@type"], place["url"], place["name"]) == (
        "EducationalOrganization",
        url,
        "River School",
    )
    assert place["address"]["streetAddress"] == "东岸 1 号"
    longitude, latitude = at("across")
    assert place["geo"]["longitude"] == pytest.approx(longitude, abs=1e-6)
    assert place["geo"]["latitude"] == pytest.approx(latitude, abs=1e-6)
    day = "https://schema.org/"
    assert place["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{day}{name}day" for name in ("Mon", "Tues", "Wednes", "Thurs", "Fri")],
            "opens": "09:00",
            "closes": "17:00",
        },
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{day}Saturday", f"{day}Sunday", f"{day}PublicHolidays"],
            "opens": "00:00",
            "closes": "00:00",
        },
    ]
    by_name = {course["name"]: course for course in courses}
    assert set(by_name) == {"Brush", "Bus", HOSTILE}
    for course in courses:  # what Google requires of a Course
        assert course["@type"] == "Course"
        assert course["description"]
        assert course["provider"]["name"]
    brush = by_name["Brush"]
    assert (brush["offers"]["category"], brush["offers"]["price"]) == ("Free", 0)
    assert brush["typicalAgeRange"] == "50-"
    starts = [one["startDate"] for one in brush["hasCourseInstance"]]
    assert starts == [a_session(days).starts_at.isoformat() for days in (2, 9)]
    for instance in brush["hasCourseInstance"]:  # and of an event
        assert instance["location"] == {"@id": place["@id"]}
        assert instance["courseMode"] == "Onsite"
    assert "hasCourseInstance" not in by_name[HOSTILE]


def test_hours_that_change_with_the_season_are_left_out_for_machines(asking: httpx.Client) -> None:
    page = page_of(asking, "/en/points/season")
    assert "Apr–Sep" in page
    assert "openingHoursSpecification" not in graph_of(page)[0]
    assert "openingHoursSpecification" not in graph_of(page_of(asking, "/en/points/gone"))[0]


def test_a_hostile_name_stays_text(asking: httpx.Client) -> None:
    page = page_of(asking, "/en/points/hostile")
    assert "<img" not in page
    assert "</script><" not in page
    assert graph_of(page)[0]["name"] == HOSTILE
    assert page.count("<script") == page.count("</script>")


def test_the_code_to_scan_has_no_style_of_its_own(asking: httpx.Client) -> None:
    page = page_of(asking, "/en/points/hall")
    assert "<svg" in page
    assert " style=" not in page
    assert not re.search(r"<(img|link|script)[^>]+(src|href)=\"https?://(?!learn\.example)", page)


@pytest.mark.parametrize(
    ("moment", "line", "look"),
    [
        ("2026-09-30T16:00", "现在开放，17:00 关门", "good"),  # a Wednesday
        # The seven days off, then Thursday the 8th.
        ("2026-09-30T18:00", "现在关门，10月8日 周四 09:00 开门", "late"),
        ("2026-11-27T18:00", "现在关门，周一 09:00 开门", "late"),  # a Friday evening
        ("2026-11-29T18:00", "现在关门，明天 09:00 开门", "late"),
    ],
)
def test_the_door_now(town: City, moment: str, line: str, look: str) -> None:
    now = dt.datetime.fromisoformat(moment).replace(tzinfo=CLOCK)
    assert now_line(show_point(town, "hall", now=now), "zh") == (line, look)


def test_the_week_names_holidays_and_days_worked_in_their_place(town: City) -> None:
    now = dt.datetime(2026, 10, 5, 12, tzinfo=CLOCK)
    lines = week_lines(show_point(town, "hall", now=now), "en")
    assert [(line.date.day, line.spans, line.notes) for line in lines] == [
        (5, "Closed", ("National Day",)),
        (6, "Closed", ("Day off",)),
        (7, "Closed", ("Day off",)),
        (8, "09:00–17:00", ()),
        (9, "09:00–17:00", ()),
        (10, "Closed", ("Make-up workday",)),
        (11, "Closed", ()),
    ]
    assert lines[0].label == "Monday 5 October, today"

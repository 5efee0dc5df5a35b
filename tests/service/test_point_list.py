"""The list of learning points, and what search engines ask for."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import httpx
import pytest
from shapely import box

from learnmap.model.records import Area
from learnmap.service.public.sitemap import Page, count_parts, sitemap_part
from learnmap.store import EmbeddedCluster, Store, upsert_areas, upsert_points
from tests.service.conftest import served
from tests.service.towns import HOSTILE, a_point, at, open_town

SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(scope="module")
def asking(
    cluster: EmbeddedCluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """Serve 120 points west of the river, one east of it, and one far from any area."""
    west, east = at("lane"), at("across")
    middle = (at("resting")[0] + east[0]) / 2
    areas = [
        Area(code="D1", level="district", names={"zh": "西区", "en": "West"},
             geometry=box(west[0] - 0.01, west[1] - 0.01, middle, west[1] + 0.01)),
        Area(code="D2", level="district", names={"zh": "东区", "en": "East"},
             geometry=box(middle, east[1] - 0.0005, east[0] + 0.0005, east[1] + 0.01)),
        Area(code="T1", level="street_town", names={"zh": "河街道", "en": "River Town"},
             parent_code="D1",
             geometry=box(west[0] - 0.01, west[1] - 0.01, middle, west[1] + 0.01)),
    ]  # fmt: skip
    points = [
        *(
            a_point(f"w{number:03}", west, names={"zh": f"书房{number:03}"})
            for number in range(120)
        ),
        a_point("museum", east, kind="museum", names={"en": HOSTILE}, address="桥头 5 号"),
        a_point("far", at("far")),
        a_point("gone", west, status="closed"),
    ]
    with Store.open(cluster.ensure_database("listed_town")) as store:
        store.upgrade()
        city = open_town(store, tmp_path_factory.mktemp("listed"), points=[])
        with store.begin() as tx:
            upsert_areas(tx, areas, actor="t")
        with store.begin() as tx:
            upsert_points(tx, points, actor="t")
        with served(city, public_url="https://learn.example.org/editions/") as client:
            yield client


def ids_of(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/\w\w/points/([^"?]+)', page)


def test_pages_of_fifty_lead_to_each_other_and_hold_each_point_once(asking: httpx.Client) -> None:
    path, seen = "/zh/points", []
    for before, after in ((False, True), (True, True), (True, False)):
        page = asking.get(path).text
        seen.append(ids_of(page))
        assert ('<link rel="prev"' in page, '<link rel="next"' in page) == (before, after)
        following = re.search(r'<link rel="next" href="([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert [len(ids) for ids in seen] == [50, 50, 22]
    ids = [one for page in seen for one in page]
    assert len(set(ids)) == 122
    assert "gone" not in ids
    assert ids[-1] == "far"  # in no area
    assert ids[:120] == [f"w{number:03}" for number in range(120)]


def test_links_of_areas_say_how_many_are_there(asking: httpx.Client) -> None:
    page = asking.get("/en/points").text
    counts = re.findall(r'area=(\w+)">([^<]+)<span class="count">(\d+)', page)
    assert counts == [("D1", "West", "120"), ("D2", "East", "1")]
    below = asking.get("/en/points?area=D1").text
    assert re.findall(r'area=(\w+)">([^<]+)<span', below) == [("T1", "River Town")]
    assert "<h1>West</h1>" in below
    assert "120 learning points" in below
    assert '<h2 class="group">West · River Town</h2>' in below


def test_text_kind_and_area_are_joined_and_stay_with_the_language(asking: httpx.Client) -> None:
    page = asking.get("/en/points?text=%EF%BC%95&kind=museum&area=D2").text  # a full-width 5
    assert ids_of(page) == ["museum"]
    assert '<img src="x"' not in page
    assert "<img" not in page
    other = re.search(r'<a href="(/zh/points[^"]*)" lang="zh-Hans"', page)
    assert other is not None
    assert ids_of(asking.get(other[1].replace("&amp;", "&")).text) == ["museum"]
    nothing = asking.get("/en/points?text=nowhere").text
    assert "No learning point fits." in nothing


@pytest.mark.parametrize("query", ["page=0", "page=999", "page=x", "area=none", "kind=none"])
def test_what_nobody_would_ask_is_no_error(asking: httpx.Client, query: str) -> None:
    assert asking.get(f"/en/points?{query}").status_code == 200


def test_the_sitemap_names_each_page_in_both_languages(asking: httpx.Client) -> None:
    assert "Sitemap: https://learn.example.org/sitemap.xml" in asking.get("/robots.txt").text
    index = ET.fromstring(asking.get("/sitemap.xml").text)  # noqa: S314 - our own
    (part,) = [found.text for found in index.iter(f"{SITEMAPS}loc")]
    assert part == "https://learn.example.org/sitemap-1.xml"
    urls = ET.fromstring(asking.get("/sitemap-1.xml").text)  # noqa: S314 - our own
    museum = [url for url in urls if str(url.findtext(f"{SITEMAPS}loc")).endswith("/points/museum")]
    assert [url.findtext(f"{SITEMAPS}loc") for url in museum] == [
        f"https://learn.example.org/{language}/points/museum" for language in ("zh", "en")
    ]
    for url in museum:
        assert {link.get("hreflang") for link in url.iter(LINK)} == {"zh-Hans", "en"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(url.findtext(f"{SITEMAPS}lastmod")))
    assert asking.get("/sitemap-2.xml").status_code == 404


def test_a_sitemap_of_many_pages_is_cut_where_the_protocol_says() -> None:
    pages = [Page(f"/points/{number}") for number in range(25_001)]
    assert count_parts(pages) == 2
    assert sitemap_part("", pages, 1).count("<loc>") == 50_000
    assert sitemap_part("", pages, 2).count("<loc>") == 2

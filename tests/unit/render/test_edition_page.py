import base64
import gzip
import json
import os
import random
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import pytest

from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.render import render_edition
from tests.unit.render.frozen_edition import (
    HOSTILE,
    frozen_files,
    offering,
    point,
    route,
    tiny_basemap,
)


class Page(HTMLParser):
    """The elements of a page, their attributes and the text of each table row."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[str] = []
        self.data: dict[str, str] = {}
        self._script = ""
        self.feed(html.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        if tag == "tr":
            self.rows.append("")
        self._script = str(given.get("id", "")) if tag == "script" else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = ""

    def handle_data(self, data: str) -> None:
        if self._script:
            self.data[self._script] = self.data.get(self._script, "") + data
        elif self.rows:
            self.rows[-1] += data


def page_of(points: list[dict[str, Any]], **options: Any) -> Page:
    return Page(render_edition(frozen_files(points, **options)))


def test_nothing_is_loaded_and_pinch_zoom_is_allowed() -> None:
    page = page_of([point(1)], basemap=tiny_basemap())
    for tag, given in page.elements:
        assert tag not in {"img", "iframe", "object", "embed", "base", "audio", "video"}
        assert "src" not in given
        assert "style" not in given
        assert not [name for name in given if name.startswith("on")]
        if tag == "link":
            assert given == {"rel": "icon", "href": "data:,"}
    viewports = [
        given["content"] for tag, given in page.elements if given.get("name") == "viewport"
    ]
    assert viewports == ["width=device-width, initial-scale=1"]


def test_the_policy_comes_before_the_first_script() -> None:
    html = render_edition(frozen_files([point(1)])).decode()
    assert html.index("Content-Security-Policy") < html.index("<script")
    assert html.index("<meta charset") < 1024
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert not [url for text in styles for url in re.findall(r"url\(([^)]*)\)", text)]
    assert "@import" not in "".join(styles)


def test_every_fact_of_a_point_is_in_its_row() -> None:
    one = point(
        1,
        designation="示范学习点",
        designation_year=2024,
        opening_hours_note="寒暑假另行通知",
        entrance=[24.9401, 60.1702],
        fictional=True,
        status="temporarily_closed",
        offerings=[offering(fee=0), offering(name_en="Choir", fee=120.5, mode="online")],
    )
    (row,) = page_of([one]).rows[1:]
    for fact in (
        "第1学习点",
        "Learning point 1",
        "博物馆",
        "Museum",
        "示范学习点",
        "2024 年命名",
        "designated 2024",
        "中山路1号",
        "石桥区",
        "Shiqiao",
        "021-12345678",
        "www.example.org",
        "周一至周五 9:00–17:00",
        "Mon–Fri 9:00–17:00",
        "public holidays closed",
        "寒暑假另行通知",
        "书法入门",
        "Calligraphy for beginners",
        "Choir",
        "Arts",
        "Free of charge",
        "Fee 120.50 CNY",
        "Age 60 and over",
        "25 places",
        "Online",
        "Wed 14:00-15:30",
        "2026-03-04 14:00–15:30",
        "By 文化馆",
        "Step-free",
        "60.17020, 24.94010",
        "Temporarily closed",
        "2026-05-11",
        "OpenStreetMap",
        "p00001",
        "虚构演示数据",
        "Fictional demonstration data",
    ):
        assert fact in row, fact


def test_hostile_text_is_text_in_every_field() -> None:
    texts = (
        "name_zh",
        "name_en",
        "address",
        "phone",
        "website",
        "opening_hours",
        "opening_hours_note",
        "designation",
        "source",
    )
    points = [
        point(
            number,
            **dict.fromkeys(texts, text),
            areas=[{"level": "district", "code": text, "name_zh": text, "name_en": text}],
            offerings=[
                offering(
                    **dict.fromkeys(("id", "name_zh", "name_en", "provider", "schedule"), text)
                )
            ],
        )
        for number, text in enumerate(HOSTILE)
    ]
    plain = page_of([point(number, offerings=[offering()]) for number in range(len(HOSTILE))])
    stops = [point(number, name_zh=text, name_en=text) for number, text in enumerate(HOSTILE)]
    routes = [route(stops, name_zh=HOSTILE[0], name_en=HOSTILE[1], theme_zh=HOSTILE[2])]
    page = page_of(
        points,
        routes=routes,
        city={"names": {"zh": HOSTILE[0], "en": HOSTILE[1]}},
        titles={"zh": HOSTILE[2], "en": HOSTILE[4]},
        sources=[{"name": HOSTILE[1], "licence": HOSTILE[2], "url": "javascript:alert(1)"}],
        approval_number=HOSTILE[4],
        generator=HOSTILE[2],
    )
    known = {tag for tag, _ in plain.elements} | {"ol"}
    assert {tag for tag, _ in page.elements} <= known
    for tag, given in page.elements:
        assert tag not in {"img", "svg"}
        assert not [name for name in given if name.startswith("on")]
        assert not (given.get("href") or "").lower().strip().startswith("javascript")
    for number, text in enumerate(HOSTILE):
        assert text in page.rows[number + 1]
    facts = json.loads(page.data["page-data"])
    assert facts["city"]["en"] == HOSTILE[1]
    assert [stop["names"][0] for stop in facts["routes"][0]["stops"]] == list(HOSTILE)


def test_about_names_what_is_left_out_and_why() -> None:
    html = render_edition(frozen_files([point(1), point(2)], without=("p00002",))).decode()
    about = html[html.index('id="about"') :]
    assert "132 m from the nearest street" in about
    assert 'href="#p-p00002"' in about
    assert 'href="#p-p00001"' not in about
    assert "about 1125 m in 15 minutes" in about
    assert "A metre of steps counts as 2 metres of street" in about
    assert "GS(2026)1234" in about


def test_a_fictional_city_says_so_and_a_real_one_does_not() -> None:
    names = {"zh": "石桥", "en": "Shiqiao"}
    real = render_edition(frozen_files([point(1)])).decode()
    assert 'class="fictional"' not in real
    city = render_edition(frozen_files([point(1)], city={"names": names, "fictional": True}))
    assert 'class="fictional"' in city.decode()
    some = render_edition(frozen_files([point(1), point(2, fictional=True)])).decode()
    assert 'class="fictional"' in some


def test_an_exemption_stands_where_the_approval_number_would() -> None:
    files = frozen_files([point(1)], approval_number=None, approval_exemption="示意图免审")
    assert '<span class="approval">示意图免审</span>' in render_edition(files).decode()


def test_fictional_streets_are_not_credited_to_openstreetmap() -> None:
    given = [{"name": "演示城市 / Demo city", "licence": "CC0-1.0", "url": None}]
    html = render_edition(frozen_files([point(1)], sources=given)).decode()
    assert "OpenStreetMap contributors" not in html
    assert "<span lang=zh>演示城市</span><span lang=en>Demo city</span> (CC0-1.0)" in html
    real = render_edition(frozen_files([point(1)])).decode()
    assert "© OpenStreetMap contributors" in real


def bare(points: list[dict[str, Any]]) -> Page:
    """Return a page without catchments, of which there would be thousands."""
    return page_of(points, without=tuple(one["id"] for one in points), without_catchment=[])


def unpack(page: Page, name: str) -> bytes:
    return gzip.decompress(base64.b64decode(page.data[name]))


def test_a_long_list_is_lean_in_plain_html_and_stands_by_kind() -> None:
    points = [point(number, name_en=f"Point {number}", name_zh=None) for number in range(1999)]
    points.append(point(1999, address="湖滨 / Lakeside", status="temporarily_closed"))
    page = bare(points)
    headings = [row for row in page.rows[1:] if "第" not in row and "Point" not in row]
    assert [row.strip() for row in headings] == [
        "社区学校Community school",
        "图书馆Library",
        "博物馆Museum",
    ]
    # 1999 is 3 * 666 + 1: a museum, and the last one.
    assert page.rows[-1].startswith(
        "第1999学习点Learning point 1999 暂停开放Temporarily closed湖滨Lakeside021-12345678"
        "周一至周五 9:00–17:00；法定节假日 休息"
    )
    ids = [given["id"] for tag, given in page.elements if tag == "tr" and "id" in given]
    libraries = [f"p-p{number:05d}" for number in range(0, 1999, 3)]
    assert ids[666 : 666 + len(libraries)] == libraries


def test_cells_of_a_long_list_are_packed_and_say_what_full_rows_say() -> None:
    points = [point(number, offerings=[offering(fee=number % 7)]) for number in range(2000)]
    packed = json.loads(unpack(bare(points), "points-data"))
    full = page_of(points[1:2]).rows[1]
    # Number 1 is the first museum, after 666 schools and 667 libraries.
    at = 666 + 667
    markup = "".join(
        "".join(packed["lines"][part] if isinstance(part, int) else part for part in column[at])
        for column in packed["cells"]
    )
    said = re.sub(r"<[^>]*>", "", markup).replace("&#39;", "'")
    assert said in full.replace("中山路1号", "")
    assert "Fee 1 CNY" in said
    assert (packed["north"][at], packed["east"][at]) == (60_168_000, 24_939_500)


def test_ten_thousand_points_stay_below_five_million_bytes() -> None:
    def facts(number: int) -> dict[str, Any]:
        draw = random.Random(number)  # noqa: S311 -- no secret
        return point(
            number,
            name_zh="".join(chr(draw.randrange(0x4E00, 0x9000)) for _ in range(7)),
            name_en=" ".join(f"{draw.randrange(10**6):06d}" for _ in range(5)),
            address="".join(chr(draw.randrange(0x4E00, 0x9000)) for _ in range(12)),
            phone=f"000-{draw.randrange(10**8):08d}",
            opening_hours=f"Mo-Fr 0{draw.randrange(6, 10)}:00-1{draw.randrange(5, 9)}:30; PH off",
            website=None,
            entrance=[24.94 + draw.random() / 100, 60.17 + draw.random() / 100],
            offerings=[
                offering(fee=draw.randrange(25) * 20, capacity=draw.randrange(3, 13) * 5)
                for _ in range(3)
            ],
        )

    def size(count: int) -> int:
        given = [facts(number) for number in range(count)]
        without = tuple(one["id"] for one in given)
        return len(render_edition(frozen_files(given, without=without, without_catchment=[])))

    fewer = size(2000)
    each = (size(2500) - fewer) / 500
    # Of a row 21 and 34 bytes are names, 36 address, 12 telephone, 53 hours, 43 markup. What is
    # packed is a place, an entrance, and what tells the courses of one point from another's.
    assert 199 < each < 199 + 50
    # What is left is for the ground and the outlines.
    assert fewer + 8000 * each < 5_000_000 - 2_000_000


def test_without_a_base_map_the_page_says_so() -> None:
    assert "no-basemap" in render_edition(frozen_files([point(1)])).decode().split("<body>")[1]
    with_map = frozen_files([point(1)], basemap=tiny_basemap())
    assert "no-basemap" not in render_edition(with_map).decode().split("<body>")[1]


def test_points_come_out_in_the_order_of_their_ids_whatever_the_files_say() -> None:
    points = [point(number) for number in range(6)]
    assert render_edition(frozen_files(points)) == render_edition(frozen_files(points[::-1]))


@pytest.mark.parametrize("name", ["edition.json", "points.geojson", "routes.geojson"])
def test_a_missing_file_is_named(name: str) -> None:
    files = frozen_files([point(1)])
    del files[name]
    with pytest.raises(NotReadyError, match=f"{name}.*freeze it again"):
        render_edition(files)


def change(files: dict[str, bytes], name: str, old: bytes, new: bytes) -> dict[str, bytes]:
    assert old in files[name]
    return {**files, name: files[name].replace(old, new)}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("edition.json", b"{", b"", "edition.json: no UTF-8 JSON"),
        ("edition.json", b'"year": 2026', b'"year": "soon"', "edition.json: year is 'soon'"),
        ("edition.json", b"#6b2fa0", b"red;x:y", "colour is 'red;x:y'"),
        ("points.geojson", "第".encode(), b"\xff", "points.geojson: no UTF-8 JSON"),
        ("points.geojson", b"FeatureCollection", b"Feature", "zzz"),
        ("points.geojson", b'"type": "Point"', b'"type": "Polygon"', "'p00001': unreadable"),
        ("points.geojson", b'"p00001"', b'"p 1"', "p 1"),
        ("points.geojson", b'"kind": "museum"', b'"kind": "tea"', "kind 'tea' is not among"),
        ("points.geojson", b'"status": "open"', b'"status": "ajar"', "status is 'ajar'"),
        ("points.geojson", b"[24.939", b"[924.939", "longitude is 924.9"),
        ("catchments.geojson", b'"cutoff_s": 300', b'"cutoff_s": null', "cutoff_s is None"),
        ("catchments.geojson", b"MultiPolygon", b"MultiPoint", "unreadable|not a polygon"),
        ("basemap.pmtiles", b"PMTiles", b"PMTilez", "do not begin as PMTiles version 3"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(
    name: str, old: bytes, new: bytes, message: str
) -> None:
    files = frozen_files([point(1)], basemap=tiny_basemap())
    broken = change(files, name, old, new)
    if message == "zzz":
        broken[name] = broken[name].replace(b'"features"', b'"parts"')
        message = "points.geojson: no GeoJSON FeatureCollection"
    with pytest.raises(InvalidInputError, match=message):
        render_edition(broken)


def test_a_base_map_that_was_cut_off_is_refused() -> None:
    files = frozen_files([point(1)], basemap=tiny_basemap()[:-3])
    with pytest.raises(InvalidInputError, match="cut off"):
        render_edition(files)


def test_an_id_that_occurs_twice_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="'p00001' is empty or occurs twice"):
        render_edition(frozen_files([point(1), point(1)]))


SCRIPT = """
import hashlib
from learnmap.render import catchment_encoding, edition_page, render_edition
from tests.unit.render.frozen_edition import frozen_files, offering, point, route, tiny_basemap
points = [point(number, offerings=[offering()]) for number in range(12)]
files = frozen_files(points, routes=[route(points[:4])], basemap=tiny_basemap())
pages = [render_edition(files)]
# As with ten thousand points: lean rows, and no outlines that fit.
edition_page.LEAN_FROM_POINTS = 12
catchment_encoding._outlines = lambda *_: None
pages.append(render_edition(files))
print(*(hashlib.sha256(page).hexdigest() for page in pages))
"""


def test_the_same_bytes_under_another_hash_seed_time_zone_and_locale() -> None:
    digests = set()
    for seed, zone, locale in (
        ("0", "UTC", "C"),
        ("1", "Asia/Shanghai", "C.UTF-8"),
        ("4242", "America/New_York", "POSIX"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            check=True,
            capture_output=True,
            text=True,
        )
        digests.add(done.stdout)
    (told,) = digests
    short, long = told.split()
    assert len(short) == len(long) == 64
    assert short != long


def test_the_page_says_where_slopes_are_from_or_that_there_are_none() -> None:
    network = {"hash": "ab", "extract": "x.pbf", "nodes": 9, "edges": 12_000, "length_km": 1.0}
    raster = {"name": HOSTILE[0], "sha256": "0" * 64, "edges": 10_900}
    pages = {
        edges: render_edition(
            frozen_files([point(1)], network={**network, "elevation": raster | {"edges": edges}})
        ).decode()
        for edges in (10_900, 12_000)
    }
    for page in pages.values():
        assert "Slopes are from the elevation raster &lt;img src=x" in page
        assert "坡度取自高程数据 &lt;img src=x" in page
        assert "every street counts as flat" not in page
    assert "no heights for 1,100 edges, which count as flat" in pages[10_900]
    assert "其中 1,100 条边没有高程" in pages[10_900]
    assert "which count as flat" not in pages[12_000]

    # An edition that was frozen before there were slopes had none either.
    for flat in (network, {**network, "elevation": None}):
        page = render_edition(frozen_files([point(1)], network=flat)).decode()
        assert "No elevation data were given: every street counts as flat." in page
        assert "没有使用高程数据，所有街道按平路计。" in page

"""The planners' pages by the real server: figures worked out on paper, their origin, and files."""

import csv
import html
import io
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import httpx
import openpyxl
import pytest
import shapely

from learnmap.model.roles import MAY, ROLES
from learnmap.model.safe_cells import plain_cell
from learnmap.service.planner.words.saying import ROOMS, WORDS
from learnmap.service.staff.words.saying import WORDS as STAFF_WORDS
from learnmap.store import Store, read_point, replace_demand_points, upsert_points
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.editions import Approval, publish_edition
from tests.service.conftest import served
from tests.service.planned_town import HOSTILE, open_planned_town
from tests.service.staffed import add_person, hash_quickly, log_in
from tests.service.towns import open_town
from tests.unit.network.drawing import Drawing

OLDER = {"profile": "older_adult", "points": "kind:museum", "level": "district"}


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    hash_quickly(monkeypatch)


@pytest.fixture
def city(store: Store, tmp_path: Path) -> City:
    return open_planned_town(store, tmp_path)


@pytest.fixture
def client(city: City) -> Iterator[httpx.Client]:
    with served(city, staff=city) as asking:
        asking.headers["accept-language"] = "en"
        add_person(city, "lin", "planner")
        log_in(asking, "lin")
        yield asking


def page_of(client: httpx.Client, path: str = "/planner", **asked: str | int) -> str:
    answer = client.get(path, params=asked or None)
    assert answer.status_code == 200, answer.text
    assert "default-src 'none'; script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    return answer.text


def cells_of(page: str) -> list[list[str]]:
    """Return the texts of the table's rows."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")]
    return [
        [html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in rows if row
    ]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_table_tells_what_was_worked_out_on_paper(client: httpx.Client) -> None:
    page = page_of(client, **OLDER)
    # Residents of 60 and over; within 5, 10, 15 minutes of the museum; beyond; on no street.
    assert cells_of(page) == [
        ["East", "20.2", "20.2", "20.2", "20.2", "0", "0", "100.0%"],
        [HOSTILE, "15.5", "0", "0", "10.5", "5", "0", "67.7%"],
        ["in no area", "4", "0", "0", "0", "0", "4", "0.0%"],
    ]
    assert "way of walking: 1." in page
    assert "Fictional data" in page
    # All ages and all points: 210, 110 and 100 m.
    everybody = page_of(client, profile="adult", age=0, level="city")
    assert cells_of(everybody) == [
        ["River Town", *("92.8", "70.8", "70.8", "70.8", "0", "22", "76.3%")]
    ]
    # A limit of the planner's own stands among the city's.
    four = page_of(client, profile="older_adult", age=60, level="city", minutes=4)
    assert cells_of(four)[0][1:5] == ["39.8", "25.2", "35.8", "35.8"]


def test_a_heading_sorts_and_once_more_backwards(client: httpx.Client) -> None:
    names = {"up": ["East", HOSTILE, "in no area"], "down": [HOSTILE, "East", "in no area"]}
    for sort, order in {
        "uncovered": "up",
        "-uncovered": "down",
        "share": "down",
        "-share": "up",
    }.items():
        page = page_of(client, **OLDER, sort=sort)
        assert [row[0] for row in cells_of(page)] == names[order], sort
        way = "descending" if sort.startswith("-") else "ascending"
        (heading,) = re.findall(rf'aria-sort="{way}">\s*<button[^>]*value="([^"]+)"', page)
        assert heading == (sort[1:] if sort.startswith("-") else f"-{sort}")


def test_the_files_hold_what_is_shown_with_all_digits(client: httpx.Client, tmp_path: Path) -> None:
    asked = {**OLDER, "sort": "-uncovered"}
    sent = {
        one: client.get(f"/planner/coverage.{one}", params=asked)
        for one in ("csv", "xlsx", "geojson", "gpkg")
    }
    assert {answer.status_code for answer in sent.values()} == {200}
    assert all("attachment" in answer.headers["content-disposition"] for answer in sent.values())
    rows = rows_of(sent["csv"].content)
    parts = ("total", "covered_5_min", "covered_10_min", "covered_15_min", "uncovered", "unplaced")
    assert [[float(row[part]) for part in parts] for row in rows] == [
        [15.5, 0, 0, 10.5, 5, 0],
        [20.25, 20.25, 20.25, 20.25, 0, 0],
        [4, 0, 0, 0, 0, 4],
    ]
    for row in rows:
        made = math.fsum(float(row[part]) for part in ("covered", "uncovered", "unplaced"))
        assert made == pytest.approx(float(row["total"]), abs=1e-9)
    assert rows[0]["area_name_zh"] == f"'{HOSTILE}"
    assert plain_cell(rows[0]["area_name_zh"]) == HOSTILE
    assert (rows[0]["streets"], rows[0]["fictional"]) == ("town.osm", "true")
    assert rows[0]["residents_sources"] == "census of River Town"

    book = openpyxl.load_workbook(io.BytesIO(sent["xlsx"].content))
    assert book.sheetnames == ["coverage", "about"]
    heads, first, *_ = book["coverage"].iter_rows(values_only=True)
    shown = dict(zip(heads, first, strict=True))
    assert (shown["area_name_zh"], shown["covered"], shown["total"]) == (f"'{HOSTILE}", 10.5, 15.5)

    written = json.loads(sent["geojson"].content)
    assert [one["properties"]["area_code"] for one in written["features"]] == ["W", "E", ""]
    assert written["features"][2]["geometry"] is None
    assert written["about"]["streets"] == "town.osm"
    (tmp_path / "c.gpkg").write_bytes(sent["gpkg"].content)
    layer = gpd.read_file(tmp_path / "c.gpkg", layer="coverage")
    assert layer["covered"].tolist() == [10.5, 20.25, 0]
    # The western district is 350 by 800 m.
    west = layer.to_crs(layer.estimate_utm_crs()).geometry.area.iloc[0]
    assert west == pytest.approx(350 * 800, rel=0.01)


def test_a_figure_tells_how_it_was_computed_and_of_what(client: httpx.Client) -> None:
    page = page_of(client, **OLDER)
    links = [html.unescape(one) for one in re.findall(r'class="number" href="([^"]+)"', page)]
    # The city's, those of the table, and 30 minutes of three profiles behind the curve.
    assert len(links) == 5 + 3 * 7 + 30 * 3
    for link in links[::3]:
        page_of(client, link)
    told = page_of(client, "/planner/number", **OLDER, area="W", part="covered", within=15)
    told = html.unescape(re.sub(r"\s*<[^>]+>\s*", " ", told))
    for fact in (
        "10.5 Residents within the limit",
        "10.5 within + 5 beyond + 0 on no street = 15.5",
        "Older adult, 0.8 m/s on the flat; a metre of steps takes 2 times as long",
        "Aged 60 and over",
        "Museum: 1 join the streets; 2 open ones on record in all, read on 2",
        "town.osm (the file tells no date)",
        "census of River Town: 92.8 residents at 5 homes (fictional)",
        "no import on record, so that no date is known",
        "learnmap coverage --profile older_adult --by district --kind museum",
        "Fictional data",
    ):
        assert fact in told, fact
    city = page_of(client, "/planner/number", **OLDER, of="city", part="covered", within=15)
    assert "--by city" in city
    share = page_of(client, "/planner/number", **OLDER, area="W", part="share", within=15)
    assert "10.5 ÷ 15.5 = 67.7%" in share


def test_the_map_holds_each_home_once_with_its_walk(client: httpx.Client) -> None:
    answer = client.get("/planner/map.json", params=OLDER)
    assert answer.headers["cache-control"] == "no-store"
    layers = answer.json()
    assert (layers["limits"], layers["minutes"], layers["longest"]) == ([5, 10, 15], 15, 30)
    hexagons = layers["hexagons"]
    # In H3's hexagons of some 200 m the homes of both banks may share one; nobody is lost.
    assert math.fsum(one["total"] for one in hexagons) == pytest.approx(39.75)
    assert math.fsum(one["covered"][2] for one in hexagons) == pytest.approx(30.75)
    assert math.fsum(one["unplaced"] for one in hexagons) == pytest.approx(4)
    east, north = Drawing().at(500, -200)
    (field,) = [one for one in hexagons if holds(one["ring"], east, north)]
    assert (field["total"], field["unplaced"], field["median_s"]) == (1, 1, None)
    (point,) = layers["points"]
    assert (point["id"], point["joined"], point["name"]) == ("across", True, "Library across")
    lon, lat = Drawing().at(100, 0)
    assert [one / 1e5 for one in point["at"]] == pytest.approx([lat, lon], abs=5e-6)
    assert [one["code"] for one in layers["areas"]] == ["E", "W"]
    told = page_of(
        client, "/planner/number", **OLDER, area=f"hex:{field['id']}", part="unplaced", within=15
    )
    assert f"H3 hexagon {field['id']}" in told
    wrong = {**OLDER, "area": "hex:8900000000fffff", "part": "total", "within": "15"}
    assert client.get("/planner/number", params=wrong).status_code == 404


def holds(ring: list[int], lon: float, lat: float) -> bool:
    places = [(east / 1e5, north / 1e5) for north, east in zip(ring[::2], ring[1::2], strict=True)]
    return bool(shapely.Polygon(places).contains(shapely.Point(lon, lat)))


def test_charts_have_their_figures_behind_them(client: httpx.Client) -> None:
    page = page_of(client, profile="older_adult", age=60, level="district")
    charts = re.findall(r"<svg .*?</svg>", page, re.DOTALL)
    assert len(charts) == 2
    assert not re.search(r"<svg[^>]*style|<style", page)
    behind = page.partition("The figures behind the chart")[2].partition("</table>")[0]
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in behind.split("<tr>")[2:]]
    shares = {int(row[0]): row[1:] for row in rows}
    # Of 39.75 residents those of 100, 110 and 210 m, at 1.25, 0.8 and 0.8 m/s.
    assert shares[1] == ["0.0%", "0.0%", "0.0%"]
    assert shares[2] == ["63.5%", "0.0%", "0.0%"]  # 80 and 88 s; 125 and 137.5 s
    assert shares[3] == ["89.9%", "63.5%", "63.5%"]  # 168 s; 262.5 s
    assert shares[5] == shares[30] == ["89.9%", "89.9%", "89.9%"]
    assert "East" in charts[1]
    assert html.escape(HOSTILE, quote=False) in charts[1]


def test_years_are_told_with_what_changed(client: httpx.Client, city: City) -> None:
    compute_city_catchments(city)
    how: Any = {
        "approval": Approval(exemption="a test"),
        "overrides": {"translation": "one district has a name in one language only"},
    }
    publish_edition(city, "learning", 2025, **how)
    page = page_of(client, "/planner/years")
    assert "Only one edition of this map is published (2025)" in page
    assert page.count("This map has not been published yet.") == 2
    with city.store.begin() as tx:
        corner = read_point(tx, "corner").point
        upsert_points(tx, [corner.model_copy(update={"status": "closed"})], actor="tester")
    publish_edition(city, "learning", 2026, **how)
    page = page_of(client, "/planner/years")
    rows = {tuple(row[:3]): row[3:] for row in cells_of(page)}
    # In five minutes an adult walks 375 m: 35.75 residents of 60 and over before, and without
    # the corner those of the eastern bank alone, 20.25.
    assert rows["Adult", "5", "aged 60 and over"] == ["36", "+0", "+0", "-16", "20"]
    # Of all ages 70.75, and 40.25.
    assert rows["Adult", "5", "all ages"] == ["71", "+0", "+0", "-31", "40"]
    assert "learnmap edition compare 2025 2026 learning" in page
    assert "Each edition is counted with the residents that it was frozen with." in page
    assert len(re.findall(r"<svg ", page)) == 1


def test_what_nobody_knows_of_points_is_told(client: httpx.Client) -> None:
    # Neither of the two open points has hours, or tells whether one gets in without steps.
    for points, option in (
        ("open:evenings", "--open evenings"),
        ("step_free:step_free", "--step-free-points"),
    ):
        asked = {"profile": "older_adult", "level": "city", "points": points}
        page = page_of(client, **asked)
        assert "Of another 2 open points nobody knows whether they belong" in page
        assert cells_of(page)[0][4:] == ["0", "35.8", "4", "0.0%"]
        told = page_of(client, "/planner/number", **asked, part="total", within=15)
        assert option in told
        assert option in page_of(client, "/planner/gaps", points=points)


def test_gaps_are_ranked_and_say_why(client: httpx.Client) -> None:
    asked = {**OLDER, "by": "district"}
    page = page_of(client, "/planner/gaps", **asked)
    # The five of the lane would have the museum there, were it open; the next is 1,250 s away.
    assert cells_of(page) == [
        ["1", HOSTILE, "5", "10", "only points that are not open", "20.9 min, Library across"],
        ["2", "in no area", "4", "22", "no street near", ""],
    ]
    assert "Aged 60 and over: 30.8 within + 5 beyond + 4 on no street = 39.8" in page
    command = (
        "learnmap gaps --profile older_adult --as district --minutes 15 --age 60 --kind museum"
    )
    assert command in page
    rows = rows_of(client.get("/planner/gaps.csv", params=asked).content)
    assert [(row["part_id"], float(row["older_uncovered"])) for row in rows] == [
        *(("W", 5.0), ("", 0.0), ("E", 0.0))
    ]
    layers = client.get("/planner/gaps.json", params=asked).json()
    (gap,) = layers["gaps"]
    assert gap["label"][:2] == [f"1. {HOSTILE}", "Left out (aged 60 and over): 5"]
    east, north = Drawing().at(-100, 0)
    assert holds(gap["rings"][0], east, north)
    assert cells_of(page_of(client, "/planner/gaps", **OLDER))[0][0] == "1"
    for wrong in ({"by": "street_town"}, {"by": "city"}):
        assert client.get("/planner/gaps", params=wrong).status_code == 404
    assert client.get("/planner/gaps.exe", params=asked).status_code == 404


def test_what_the_city_does_not_have_is_not_there(client: httpx.Client) -> None:
    for wrong in (
        {"profile": "runner"},
        {"level": "street_town"},
        {"level": "street"},
        {"points": "kind:pub"},
        {"points": "map:old"},
        {"points": "every"},
        {"age": "x"},
        {"age": "131"},
        {"minutes": "0"},
        {"minutes": "31"},
        {"sort": "beauty"},
    ):
        assert client.get("/planner", params=wrong).status_code == 404, wrong
    for wrong in ({"area": "N"}, {"part": "area"}, {"within": "31"}):
        asked = {**OLDER, "area": "W", "part": "covered", "within": "15", **wrong}
        assert client.get("/planner/number", params=asked).status_code == 404, wrong
    assert client.get("/planner/coverage.exe").status_code == 404


def test_figures_follow_the_city(client: httpx.Client, city: City) -> None:
    assert cells_of(page_of(client, level="city"))[0][1] == "39.8"
    with city.store.begin() as tx:
        replace_demand_points(tx, [], source="census of River Town", actor="tester")
    page = page_of(client, level="city")
    assert "Nothing can be computed yet" in page
    assert "there are no residents yet" in page


def test_who_may_see_the_room(client: httpx.Client, city: City) -> None:
    for role in ROLES:
        add_person(city, f"a-{role}", role)
        log_in(client, f"a-{role}")
        expected = 200 if "coverage.read" in MAY[role] else 403
        assert client.get("/planner").status_code == expected
        assert ('href="/planner"' in client.get("/staff").text) == (expected == 200)
    client.cookies.clear()
    for path in ("/planner", "/planner/gaps", "/planner/number", "/planner/coverage.csv"):
        answer = client.get(path, params={"level": "city"})
        back = f"/staff/login?next={path}%3Flevel%3Dcity"
        assert (answer.status_code, answer.headers["location"]) == (303, back)
    assert (
        'name="next" value="/planner?level=city"'
        in client.get(back.replace("/coverage.csv", "")).text
    )


def test_the_public_service_has_no_such_room(store: Store, tmp_path: Path) -> None:
    with served(open_town(store, tmp_path)) as asking:
        assert asking.get("/planner").status_code == 404


def test_the_chosen_language_holds_in_this_room_too(client: httpx.Client) -> None:
    page = page_of(client, **OLDER)
    (switch,) = re.findall(r'href="(/staff/language/zh[^"]+)"', page)
    answer = client.get(html.unescape(switch))
    assert answer.headers["location"] == f"/planner?{httpx.QueryParams(OLDER)}".replace(
        "%3A", "%3A"
    )
    assert "步行覆盖" in page_of(client, **OLDER)


def test_all_is_said_once_in_both_languages() -> None:
    keys = [key for room in ROOMS for key in room]
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(STAFF_WORDS)
    for key, (zh, en) in WORDS.items():
        assert set(re.findall(r"\{(\w+)\}", zh)) == set(re.findall(r"\{(\w+)\}", en)), key

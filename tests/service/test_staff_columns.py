"""The page of columns for every kind of records: corrected, remembered by kind, forgotten."""

import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import openpyxl
import pytest

from learnmap.ingest.point_columns import POINTS
from learnmap.ingest.table_columns import (
    AREAS,
    CATEGORIES,
    OFFERINGS,
    PEOPLED_AREAS,
    RESIDENTS,
    ROUTE_STOPS,
    ROUTES,
)
from learnmap.model.roles import MAY, ROLES
from learnmap.service.staff.words.saying import KNOWN_COLUMNS
from learnmap.store import Store, read_demand_records, read_offerings
from learnmap.workflows.accounts import change_role
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import show_columns, sources_with_columns
from tests.service.conftest import served
from tests.service.staffed import log_in, post
from tests.service.test_staff_import_kinds import RING, city, send, words_of
from tests.service.test_staff_imports import chosen

__all__ = ["city"]


@pytest.fixture
def client(city: City) -> Iterator[httpx.Client]:
    with served(city, staff=city) as asking:
        asking.headers["accept-language"] = "zh"
        log_in(asking, "li")
        yield asking


OUTLINE = {
    "type": "Feature",
    "properties": {"区号": "a1", "叫什么": "甲区"},
    "geometry": {"type": "Polygon", "coordinates": [RING]},
}
CASES: dict[str, tuple[dict[str, Any], dict[str, str], list[str]]] = {
    "routes": (
        {"name": "r.csv", "content": "线号,线名,第几站,到哪里\nr1,外滩,1,p1\n"},
        {"column-0": "id", "column-1": "name_zh", "column-2": "position", "column-3": "point_id"},
        ["id", "name_zh", "position", "point_id"],
    ),
    "offerings": (
        {"name": "o.csv", "content": "号,课,在哪\no1,书法,p1\n"},
        {"column-0": "id", "column-1": "name_zh", "column-2": "point_id", "fixed-category": "art"},
        ["id", "name_zh", "point_id"],
    ),
    "categories": (
        {"name": "c.csv", "content": "简称,全称,别的\ntea,茶艺,x\n"},
        {"column-0": "code", "column-1": "name_zh", "column-2": "-"},
        ["code", "name_zh", "-"],
    ),
    "areas": (
        {
            "name": "a.geojson",
            "content": json.dumps({"type": "FeatureCollection", "features": [OUTLINE]}),
            "level": "district",
        },
        {"column-0": "code", "column-1": "name_zh"},
        ["code", "name_zh"],
    ),
    "population": (
        {"name": "d.csv", "content": "格,东,北,未满六十,六十以上\nd1,24.95,60.15,30,12.5\n"},
        {
            "column-0": "id",
            "column-1": "longitude",
            "column-2": "latitude",
            "column-3": "residents",
            "column-3-ages": "0-59",
            "column-4": "residents",
            "column-4-ages": " 60+ ",
        },
        ["id", "longitude", "latitude", "residents", "residents"],
    ),
}


@pytest.mark.parametrize("what", CASES)
def test_columns_are_corrected_remembered_and_forgotten(
    client: httpx.Client, city: City, what: str
) -> None:
    sent, said, kept = CASES[what]
    path = send(client, what, **sent).headers["location"]
    guessed = client.get(path)
    assert set(chosen(guessed).values()) == {"-"}
    # Unchanged, it is refused, and one can come back and correct it.
    post(client, path)
    refused = client.get(f"{path}/report")
    assert ("不能导入" in refused.text, f'href="{path}"' in refused.text) == (True, True)
    answer = post(client, path, **said)
    assert answer.headers["location"] == f"{path}/report", words_of(answer)
    report = client.get(f"{path}/report")
    assert "没有发现问题" in report.text, words_of(report)
    assert list(chosen(client.get(path)).values()) == kept
    assert post(client, f"{path}/import").headers["location"].endswith("done_applied")
    (remembered,) = show_columns(city, "黄浦")
    assert remembered.what == what

    # A list of points of the same source knows nothing of it.
    points = send(client, "points", "p.csv", "线号,号,简称,区号,格\n1,2,3,4,5\n")
    assert "上次的导入" not in client.get(points.headers["location"]).text
    assert 'value="黄浦"' in client.get(f"/staff/imports/new?what={what}").text
    assert 'value="黄浦"' not in client.get("/staff/imports/new?what=points").text

    again = send(client, what, **sent).headers["location"]
    page = client.get(again)
    assert list(chosen(page).values()) == kept
    assert f"按来源“黄浦”上次的导入({sent['name']})记住的对应" in page.text
    done = post(client, f"{again}/forget")
    assert done.headers["location"] == f"{again}?said=done_forgotten"
    page = client.get(done.headers["location"])
    assert ("已忘记" in page.text, set(chosen(page).values())) == (True, {"-"})
    assert "忘记记住的对应" not in page.text
    assert sources_with_columns(city, what) == []
    # Who sends the form again finds it done.
    assert post(client, f"{again}/forget").headers["location"] == again


def test_residents_by_age_are_told_by_their_ages(client: httpx.Client, store: Store) -> None:
    sent, said, _ = CASES["population"]
    path = send(client, "population", **sent).headers["location"]
    for ages, fault in (
        ("old", "从小到大写"),
        ("0-59,60+", "从小到大写"),
        ("0-59", "有两列选了同一个含义"),
    ):
        wrong = post(client, path, **{**said, "column-4-ages": ages})
        assert (wrong.status_code, fault in wrong.text) == (422, True), ages
    post(client, path, **said)
    page = client.get(path)
    assert 'name="column-3-ages" value="0-59"' in page.text
    assert 'name="column-4-ages" value="60+"' in page.text
    assert "column-0-ages" not in page.text
    post(client, f"{path}/import")
    with store.begin() as tx:
        (found,) = read_demand_records(tx)
    bands = [(band.age_from, band.age_to, band.residents) for band in found.counts]
    assert bands == [(0, 59, 30.0), (60, None, 12.5)]
    # One count of all ages needs none.
    whole = send(client, "population", **sent, ages="60+").headers["location"]
    post(client, whole, **{**said, "column-3": "-", "column-4-ages": ""})
    assert "60 岁及以上 12.5 人" in client.get(f"{whole}/report").text


def test_what_all_rows_have_is_shown_and_said_once(client: httpx.Client, store: Store) -> None:
    sent, said, _ = CASES["offerings"]
    path = send(client, "offerings", **sent).headers["location"]
    assert '<option value="art">美术</option>' in client.get(path).text
    twice = post(client, path, **{**said, "column-2": "category"})
    assert (twice.status_code, "表格已有这一列" in twice.text) == (422, True)
    post(client, path, **said)
    post(client, f"{path}/import")
    with store.begin() as tx:
        assert [offering.category for offering in read_offerings(tx)] == ["art"]
    again = client.get(send(client, "offerings", **sent).headers["location"])
    assert '<option value="art" selected>美术</option>' in again.text

    sent, said, _ = CASES["areas"]
    path = send(client, "areas", **sent).headers["location"]
    assert "所有行的“级别”都是“区级”" in client.get(path).text
    twice = post(client, path, **{**said, "column-1": "level"})
    assert (twice.status_code, "表格已有这一列" in twice.text) == (422, True)


def test_columns_that_are_gone_are_named_in_words(client: httpx.Client) -> None:
    sent, said, _ = CASES["population"]
    path = send(client, "population", **sent).headers["location"]
    post(client, path, **said)
    post(client, f"{path}/import")
    other = {"name": "e.csv", "content": "格,东,北,六十以上\nd1,24.95,60.15,12.5\n"}
    page = client.get(send(client, "population", **other).headers["location"])
    assert "上次的列“未满六十”(人数 0-59)这次没有了" in page.text


def test_the_report_that_is_sent_back_marks_the_right_cells(client: httpx.Client) -> None:
    routes = "线路编号,线路名称\nr1,外滩\n"
    stops = "线路编号,顺序,学习点编号\nr1,1,p1\nr1,二,p2\n"
    path = send(client, "routes", "r.csv", routes, beside=stops).headers["location"]
    post(client, path)
    sheet = sheet_of(client, path)
    assert [cell.value for cell in sheet[1]][:3] == ["线路编号", "顺序", "学习点编号"]
    assert sheet["B3"].fill.fgColor.rgb == "FFFFC7CE"
    path = send(client, "offerings", "o.csv", CASES["offerings"][0]["content"]).headers["location"]
    post(client, path, **{**CASES["offerings"][1], "column-2": "capacity"})
    sheet = sheet_of(client, path)
    assert sheet["C2"].fill.fgColor.rgb == "FFFFC7CE"
    assert "错误：在哪：不是整数" in sheet["D2"].value


def sheet_of(client: httpx.Client, path: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(client.get(f"{path}/report.xlsx").content)).worksheets[
        0
    ]


GPX = (
    '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="t"><trk><name>走</name>'
    '<trkseg><trkpt lat="60.15" lon="24.91"/><trkpt lat="60.15" lon="24.94"/></trkseg></trk></gpx>'
)


def test_a_file_without_columns_goes_straight_to_its_report(client: httpx.Client) -> None:
    at = send(client, "routes", "w.gpx", GPX).headers["location"]
    assert at.endswith("/report")
    path = at.removesuffix("/report")
    assert client.get(path).headers["location"] == at
    assert post(client, path).headers["location"] == at
    page = client.get(at)
    assert (f'href="{path}"' in page.text, "另选文件" in page.text) == (False, True)


def test_forgetting_is_for_who_may_import(client: httpx.Client, city: City) -> None:
    path = send(client, "categories", **CASES["categories"][0]).headers["location"]
    for role in ROLES:
        change_role(city, "li", role)
        if "import.apply" not in MAY[role]:
            assert post(client, f"{path}/forget").status_code == 403, role


@pytest.mark.parametrize(
    "table", [POINTS, ROUTES, ROUTE_STOPS, OFFERINGS, CATEGORIES, AREAS, RESIDENTS, PEOPLED_AREAS]
)
def test_every_column_that_is_offered_has_words(table: Any) -> None:
    assert set(table.offered) - KNOWN_COLUMNS == set()

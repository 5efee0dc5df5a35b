"""Imports of every kind of records in the pages for staff: good and faulty files, in Chinese."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from learnmap.model.city import CitySettings
from learnmap.model.records import LearningPoint, OfferingCategory
from learnmap.store import Store, upsert_categories, upsert_points
from learnmap.workflows.city import City
from learnmap.workflows.import_runs import list_imports, show_import
from learnmap.workflows.placing import unplaced_points
from tests.service.conftest import served
from tests.service.staffed import add_person, csrf, hash_quickly, log_in, origin, post

RING = [[24.9, 60.1], [25.0, 60.1], [25.0, 60.2], [24.9, 60.2], [24.9, 60.1]]
CROSSED = [[24.9, 60.1], [25.0, 60.2], [25.0, 60.1], [24.9, 60.2], [24.9, 60.1]]


@pytest.fixture
def city(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    hash_quickly(monkeypatch)
    found = City(store, tmp_path / "home", "test")
    found.set(CitySettings(names={"zh": "城", "en": "Town"}))
    add_person(found, "li", "editor")
    points = [
        LearningPoint(
            id=f"p{k}",
            kind="library",
            names={"zh": f"第{k}馆"},
            longitude=24.91 + k / 100,
            latitude=60.15,
            source="x",
        )
        for k in (1, 2)
    ]
    with store.begin() as tx:
        upsert_points(tx, points, actor="x")
        upsert_categories(tx, [OfferingCategory(code="art", names={"zh": "美术"})], actor="x")
    return found


@pytest.fixture
def client(city: City) -> Iterator[httpx.Client]:
    with served(city, staff=city) as asking:
        asking.headers["accept-language"] = "zh"
        log_in(asking, "li")
        yield asking


def send(
    client: httpx.Client, what: str, name: str, content: str, beside: str = "", **fields: str
) -> httpx.Response:
    """Send a file, and a second one, as a browser does."""
    files = {"file": (name, content.encode(), "application/octet-stream")}
    if beside:
        files["beside"] = ("另附.csv", beside.encode(), "text/csv")
    data = {"csrf": csrf(client.get("/staff")), "what": what, "source": "黄浦", **fields}
    return client.post("/staff/imports/new", data=data, files=files, headers=origin(client))


def areas(ring: list[list[float]]) -> str:
    feature = {
        "type": "Feature",
        "properties": {"代码": "a1", "名称": "甲区"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


GOOD: dict[str, dict[str, Any]] = {
    "routes": {
        "name": "线路.csv",
        "content": "线路编号,线路名称\nr1,外滩漫步\n",
        "beside": "线路编号,顺序,学习点编号,停留分钟\nr1,1,p1,15\nr1,2,p2,10\n",
        "within": "30",
    },
    "offerings": {
        "name": "课程.csv",
        "content": "课程编号,课程名称,课程类别,学习点编号\no1,书法,美术,p1\n",
        "beside": "课程编号,开始时间,结束时间\no1,2026-03-01T09:00+08:00,2026-03-01T10:00+08:00\n",
    },
    "categories": {"name": "类别.csv", "content": "代码,类别名称\ntea,茶艺\n"},
    "areas": {
        "name": "区划.geojson",
        "content": areas(RING),
        "beside": "代码,英文名称\na1,First District\n",
        "level": "district",
    },
    "population": {
        "name": "居民.csv",
        "content": "编号,经度,纬度,人口\nd1,24.95,60.15,40\n",
        "ages": "60+",
    },
}
KEYS = {"routes": "r1", "offerings": "o1", "categories": "tea", "areas": "a1"}
FAULTY: dict[str, tuple[dict[str, Any], str]] = {
    "routes": (
        {
            "name": "a.csv",
            "content": "id,name_zh\nr1,甲\n",
            "beside": "线路编号,顺序,学习点编号\nr9,1,p1\n",
        },
        "线路表里没有这条线路",
    ),
    "offerings": (
        {"name": "a.csv", "content": "课程编号,课程名称,课程类别,学习点编号\no1,书法,美术,p9\n"},
        "没有这个学习点",
    ),
    "categories": ({"name": "a.csv", "content": "代码,类别名称\ntea,\n"}, "没有名称"),
    "areas": ({"name": "a.geojson", "content": areas(CROSSED), "level": "district"}, "自相交"),
    "population": (
        {"name": "a.csv", "content": "编号,经度,纬度,人口\nd1,24.95,60.15,-1\n"},
        "小于 0",
    ),
}
ENGLISH = re.compile(r"\b(the|is|its|give|was|were|and|are|of|Area|Route|Added)\b")


def words_of(page: httpx.Response) -> str:
    """Return what a page shows, without tags and styles."""
    return re.sub(r"<[^>]*>", " ", page.text.partition("<main")[2])


@pytest.mark.parametrize("what", GOOD)
def test_a_good_file_is_checked_imported_and_taken_back(
    client: httpx.Client, city: City, what: str
) -> None:
    answer = send(client, what, **GOOD[what])
    assert answer.status_code == 303, words_of(answer)
    path = answer.headers["location"]
    columns = client.get(path)
    assert post(client, path).headers["location"] == f"{path}/report"
    report = client.get(f"{path}/report")
    assert ("没有发现问题" in report.text, "新增 1" in report.text) == (True, True), words_of(
        report
    )
    assert list_imports(city) == []
    done = post(client, f"{path}/import")
    assert done.headers["location"] == "/staff/imports/1?said=done_applied"
    (row,) = list_imports(city)
    assert (row.facts.what, row.facts.file_name) == (what, GOOD[what]["name"])
    assert show_import(city, 1).changes.added == (KEYS.get(what, "d1"),)
    heading = {"routes": "行走线路", "offerings": "课程和活动", "categories": "课程类别"}
    heading |= {"areas": "行政区划", "population": "居民"}
    for page in (columns, report, client.get("/staff/imports"), client.get("/staff/imports/1")):
        assert heading[what] in words_of(page)
        assert not ENGLISH.search(words_of(page)), ENGLISH.search(words_of(page))
    assert post(client, "/staff/imports/1/take-back").status_code == 303
    assert list_imports(city)[0].state == "taken_back"


@pytest.mark.parametrize("what", FAULTY)
def test_a_faulty_file_is_told_in_chinese_and_stored_nowhere(
    client: httpx.Client, city: City, what: str
) -> None:
    given, message = FAULTY[what]
    path = send(client, what, **given).headers["location"]
    post(client, path)
    report = client.get(f"{path}/report")
    assert ("不能导入" in report.text, message in report.text) == (True, True), words_of(report)
    assert ("第二个文件" in report.text) == (what == "routes")
    assert not ENGLISH.search(words_of(report)), words_of(report)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}/report.xlsx").content))
    told = [str(cell) for row in book["问题清单 Problems"].values for cell in row]
    assert any(message in cell for cell in told)
    assert post(client, f"{path}/import").status_code == 422
    assert list_imports(city) == []


@pytest.mark.parametrize(
    ("what", "fields", "said"),
    [
        ("routes", {"within": "900"}, "1 到 500"),
        ("population", {"ages": "old"}, "从小到大"),
        ("areas", {"level": "planet"}, "请从列表中选择"),
        ("offerings", {"datum": "gcj02"}, ""),
    ],
)
def test_what_does_not_fit_the_kind_is_asked_again(
    client: httpx.Client, what: str, fields: dict[str, str], said: str
) -> None:
    answer = send(client, what, **{**GOOD[what], **fields})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert f'name="what" value="{what}"' in answer.text


def test_rows_without_coordinates_go_to_the_list(client: httpx.Client, city: City) -> None:
    rows = "名称,类别,地址,经度,纬度\n东校,图书馆,外滩1号,24.95,60.15\n西校,图书馆,无名路9号,,\n"
    path = send(client, "points", "a.csv", rows, by_hand="yes").headers["location"]
    assert post(client, path).headers["location"] == f"{path}/report"
    assert "有 1 行没有坐标" in client.get(f"{path}/report").text
    done = post(client, f"{path}/import").headers["location"]
    assert done == "/staff/imports/1?said=done_applied&unplaced=1"
    assert 'href="/staff/unplaced"' in client.get(done).text
    assert [row.record["names"]["zh"] for row in unplaced_points(city, state="waiting")] == ["西校"]
    refused = send(client, "points", "a.csv", rows).headers["location"]
    post(client, refused)
    assert "不能导入" in client.get(f"{refused}/report").text

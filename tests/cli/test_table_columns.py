"""``learnmap import routes|...``: columns shown, told and remembered; the report to send back."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run
from tests.cli.test_columns import rows_of

POINTS = (
    "id,kind,name_zh,longitude,latitude\np1,library,东馆,24.91,60.15\np2,library,西馆,24.92,60.15\n"
)
RING = [[24.9, 60.1], [25.0, 60.1], [25.0, 60.2], [24.9, 60.2], [24.9, 60.1]]
AREA = {
    "type": "Feature",
    "properties": {"区号": "a1", "叫什么": "甲区"},
    "geometry": {"type": "Polygon", "coordinates": [RING]},
}


@pytest.fixture
def town(learnmap: Run, tmp_path: Path) -> Run:
    """Give the command line of a city with two points and a category."""
    learnmap("city", "set", "--name-en", "Town", "--name-zh", "城")
    points, categories = tmp_path / "points.csv", tmp_path / "categories.csv"
    points.write_text(POINTS, "utf-8")
    categories.write_text("code,name_zh\nart,美术\n", "utf-8")
    learnmap("import", "points", points)
    learnmap("import", "categories", categories)
    return learnmap


def test_columns_of_each_kind_are_told_and_remembered_apart(town: Run, tmp_path: Path) -> None:
    files = {
        "routes": "线号,线名,第几站,到哪里\nr1,外滩,1,p1\n",
        "offerings": "号,课,在哪\no1,书法,p1\n",
        "categories": "简称,全称\ntea,茶艺\n",
        "areas": json.dumps({"type": "FeatureCollection", "features": [AREA]}),
        "population": "格,东,北,老人\nd1,24.95,60.15,12.5\n",
    }
    told = {
        "routes": ("id=线号", "name_zh=线名", "position=第几站", "point_id=到哪里"),
        "offerings": ("id=号", "name_zh=课", "point_id=在哪"),
        "categories": ("code=简称", "name_zh=全称"),
        "areas": ("code=区号", "name_zh=叫什么"),
        "population": ("id=格", "longitude=东", "latitude=北", "residents_60_plus=老人"),
    }
    beside = {"offerings": ("--value", "category=art"), "areas": ("--value", "level=district")}
    for what, content in files.items():
        file = tmp_path / f"{what}.{'geojson' if what == 'areas' else 'csv'}"
        file.write_text(content, "utf-8")
        said = [word for pair in told[what] for word in ("--column", pair)]
        said += [*beside.get(what, ()), "--source", "区里"]
        refused = town("import", what, file, "--column", "nothing=X", fails=True)
        assert "'nothing' is none of our columns; give one of " in refused.stderr
        wrong = town("import", what, file, "--ignore", "没有的列", fails=True).stderr
        assert f"has no column '没有的列'; it has {told[what][0].partition('=')[2]}, " in wrong
        shown = rows_of(town("import", what, file, *said).stdout)
        for pair in told[what]:
            ours, _, theirs = pair.partition("=")
            assert shown[theirs] == f"{ours} told"
        again = town("import", what, file, "--source", "区里", "--dry-run").stdout
        assert rows_of(again)[told[what][0].partition("=")[2]].endswith("remembered")
        assert "0 added, 0 changed, 1 unchanged" in again

    listed = town("import", "mapping").stdout
    assert [line.split()[:2] for line in listed.splitlines()[1:]] == [
        ["区里", what] for what in sorted(files)
    ]
    kept = town("import", "mapping", "区里", "--of", "offerings").stdout
    assert rows_of(kept)["(every"] == "row) category 'art'"
    assert "offerings, from import 4 of offerings.csv, by clerk" in kept
    assert "walking routes, from import 3" in town("import", "mapping", "区里").stdout
    unclear = town("import", "mapping", "区里", "--forget", fails=True).stderr
    assert "columns of areas, categories, offerings, population, routes are remembered" in unclear
    gone = town("import", "mapping", "区里", "--of", "routes", "--forget").stdout
    assert "the columns of walking routes from 区里 are forgotten" in gone
    missing = town("import", "mapping", "区里", "--of", "routes", fails=True).stderr
    assert "no columns of routes are remembered for '区里'; there are: '区里' (areas)" in missing
    assert "give one of points, routes" in town("import", "mapping", "--of", "x", fails=True).stderr
    assert "say which source" in town("import", "mapping", "--forget", fails=True).stderr
    routes = tmp_path / "routes.csv"
    assert (
        "'id' is missing" in town("import", "routes", routes, "--source", "区里", fails=True).stderr
    )


def test_a_report_marks_the_file_or_the_one_beside_it(town: Run, tmp_path: Path) -> None:
    file, stops, to = tmp_path / "线路.csv", tmp_path / "站点.csv", tmp_path / "back.xlsx"
    file.write_text("线路编号,线路名称\nr1,外滩\n,苏河\n", "utf-8")
    stops.write_text("线路编号,顺序,站点编号\nr1,一,p1\n", "utf-8")
    given = ("--stops", stops, "--report", to)
    told = town("import", "routes", file, *given, fails=True).stdout
    assert f"{to}: 站点.csv with its faults and warnings marked, 1 in all" in told
    sheet = openpyxl.load_workbook(to).worksheets[0]
    assert sheet["D2"].value.startswith("错误：顺序：不是整数")

    stops.write_text("线路编号,顺序,站点编号\nr1,1,p1\n", "utf-8")
    told = town("import", "routes", file, *given, "--language", "en", fails=True).stdout
    assert f"{to}: the file with its faults and warnings marked" in told
    sheet = openpyxl.load_workbook(to).worksheets[0]
    assert sheet["C3"].value.startswith("Error: 线路编号: is empty")
    over = ("--stops", stops, "--report", stops)
    assert "let its name end in .xlsx" in town("import", "routes", file, *over, fails=True).stderr
    # A category has its code and its names, and nothing that every row could have.
    value = ("--value", "code=x")
    assert (
        "No such option: --value" in town("import", "categories", file, *value, fails=True).stderr
    )

"""``learnmap coverage``: a table on the screen and in a file, with what it was made from."""

import csv
import datetime as dt
import json
import math
from pathlib import Path

import pytest

from learnmap.model.safe_cells import plain_cell
from tests.cli.conftest import Run
from tests.service.towns import river_town
from tests.unit.network.drawing import Drawing

POINTS = (
    ("corner", "library", 0, 0, "open"),
    ("across", "museum", 100, 0, "open"),
    ("lane", "museum", -200, 0, "temporarily_closed"),
)
HOMES = (
    ("west", -10, 200, 10, 10.5),
    ("east", 110, 100, 20, 20.25),
    ("lane", -100, 0, 5, 5),
    ("island", 1025, 0, 7, 3),
    ("field", 500, -200, 11, 1),
)
HOSTILE = '=HYPERLINK("http://evil.example","区")'


def write_points(folder: Path) -> Path:
    lines = ["id,kind,name_zh,longitude,latitude,status,source"]
    for name, kind, east, north, status in POINTS:
        lon, lat = Drawing().at(east, north)
        lines.append(f"{name},{kind},{name},{lon},{lat},{status},a test")
    table = folder / "points.csv"
    table.write_text("\n".join(lines), "utf-8")
    return table


def write_homes(folder: Path) -> Path:
    lines = ["id,longitude,latitude,residents_0_59,residents_60_plus,source"]
    for name, east, north, young, old in HOMES:
        lon, lat = Drawing().at(east, north)
        lines.append(f"{name},{lon},{lat},{young},{old},census of River Town")
    table = folder / "homes.csv"
    table.write_text("\n".join(lines), "utf-8")
    return table


def write_districts(folder: Path, *, east_from: int = 50) -> Path:
    """Divide the two banks, and leave what is east of 200 m to nobody."""
    features = []
    for code, name, west, east in (("W", HOSTILE, -300, 50), ("E", "东区", east_from, 200)):
        corners = ((west, -300), (east, -300), (east, 500), (west, 500), (west, -300))
        ring = [Drawing().at(*corner) for corner in corners]
        features.append(
            {
                "type": "Feature",
                "properties": {"code": code, "level": "district", "name_zh": name, "source": "t"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    file = folder / "districts.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return file


@pytest.fixture
def town(learnmap: Run, tmp_path: Path) -> Run:
    """Build the river town with its points, and nobody in it."""
    learnmap("network", "build", river_town().write(tmp_path / "town.osm"))
    learnmap("points", "import", write_points(tmp_path), "--datum", "wgs84")
    return learnmap


@pytest.fixture
def peopled(town: Run, tmp_path: Path) -> Run:
    town("import", "population", write_homes(tmp_path), "--datum", "wgs84")
    return town


def line_of(printed: str, *begins: str) -> list[str]:
    """Return the words of the one line of the table that begins so."""
    lines = [line.split() for line in printed.splitlines()]
    (found,) = [words for words in lines if words[: len(begins)] == list(begins)]
    return found


def test_the_table_tells_what_was_worked_out_on_paper(peopled: Run) -> None:
    told = peopled("coverage").stdout
    # Walks of 210, 110 and 100 m to the nearest of two open points, at 1.25 and 0.8 m/s.
    adult = line_of(told, "adult", "all", "all", "(2)")
    assert adult[-8:] == ["93", "22", "71", "(76.3%)", "71", "(76.3%)", "71", "(76.3%)"]
    older = line_of(told, "older_adult", "60+", "all", "(2)")
    # 35.75 of 39.75; the island's and the field's 4 are on no street.
    assert older[-8:] == ["40", "4", "36", "(89.9%)", "36", "(89.9%)", "36", "(89.9%)"]
    today = dt.datetime.now(dt.UTC).astimezone(dt.timezone(dt.timedelta(hours=8))).date()
    assert f"points: 2 open ones on record on {today}" in told
    assert "streets: town.osm (date not told by the file)" in told
    assert "residents: census of River Town: 93 at 5 places\n" in told
    assert f"residents imported from: homes.csv ({today})\n" in told


def test_a_kind_a_map_and_an_age_can_be_chosen(peopled: Run) -> None:
    told = peopled("coverage", "--profile", "older_adult", "--kind", "museum").stdout
    # East in 137.5 s, west in 887.5 s, the lane in 1,250 s; the museum that rests is nobody's.
    museum = line_of(told, "older_adult", "60+", "museum", "(1)")
    assert museum[-6:] == ["20", "(50.9%)", "20", "(50.9%)", "31", "(77.4%)"]
    maps = peopled("coverage", "--profile", "adult", "--map", "all").stdout
    assert line_of(maps, "adult", "all", "learning", "(2)")
    assert line_of(maps, "adult", "all", "humanities", "(1)")
    # Of a map without an open point nobody is near.
    assert line_of(maps, "adult", "all", "elderly", "(0)")[-6:] == ["0", "(0.0%)"] * 3
    # The lane in 125 s, the east in 137.5 s, the west in 262.5 s.
    timed = peopled("coverage", "--profile", "older_adult", "--minutes", "4", "--minutes", "2")
    assert line_of(timed.stdout, "older_adult", "60+")[-4:] == ["0", "(0.0%)", "25", "(63.5%)"]
    aged = peopled("coverage", "--profile", "adult", "--age", "adult=30").stdout
    assert line_of(aged, "adult", "30+", "all", "(2)")[-8] == "40"
    assert "note: 53 residents are in age bands that begin before 30 and end after it" in aged


def test_the_file_holds_each_area_and_is_safe_to_open(peopled: Run, tmp_path: Path) -> None:
    peopled("import", "areas", write_districts(tmp_path), "--datum", "wgs84")
    table = tmp_path / "coverage.csv"
    words = ("coverage", "--by", "district", "--profile", "older_adult", "--kind", "museum")
    assert peopled(*words, "--csv", table).stdout.endswith(f"{table}\n")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["area_code"], row["minutes"]) for row in rows] == [
        (code, minutes) for code in ("E", "W", "") for minutes in ("5", "10", "15")
    ]
    last = {row["area_code"]: row for row in rows if row["minutes"] == "15"}
    parts = ("covered", "uncovered", "unplaced", "total")
    assert [float(last["E"][part]) for part in parts] == [20.25, 0, 0, 20.25]
    assert [float(last["W"][part]) for part in parts] == [10.5, 5, 0, 15.5]
    assert [float(last[""][part]) for part in parts] == [0, 0, 4, 4]
    assert last[""]["area_name_zh"] == "不在任何区域内"
    assert float(last["W"]["share"]) == pytest.approx(10.5 / 15.5, abs=1e-6)
    for row in rows:
        made = math.fsum(float(row[part]) for part in parts[:3])
        assert made == pytest.approx(float(row["total"]), abs=1e-9)
    assert last["W"]["area_name_zh"] == f"'{HOSTILE}"
    assert plain_cell(last["W"]["area_name_zh"]) == HOSTILE
    assert (last["W"]["streets"], last["W"]["residents_sources"]) == (
        "town.osm",
        "census of River Town",
    )
    today = dt.datetime.now(dt.UTC).astimezone(dt.timezone(dt.timedelta(hours=8))).date()
    assert {row["residents_imported"] for row in rows} == {today.isoformat()}
    again = peopled(*words, "--csv", table, fails=True)
    assert "is there already; name a new file" in again.stderr


def test_areas_that_overlap_or_leave_holes_are_told(peopled: Run, tmp_path: Path) -> None:
    peopled("import", "areas", write_districts(tmp_path), "--datum", "wgs84")
    holes = "warning: areas leave holes: 22 residents live in no district; they are in a row of "
    told = peopled("coverage", "--by", "district").stdout
    # The island's 10 and the field's 12.
    assert holes in told
    assert "overlap" not in told
    peopled("import", "areas", write_districts(tmp_path, east_from=-50), "--datum", "wgs84")
    told = peopled("coverage", "--by", "district").stdout
    # The west's 20.5, 10 m west of the bank.
    assert (
        "warning: areas overlap: 20 residents live in more than one district; each counts" in told
    )
    assert holes in told
    assert "warning: areas" not in peopled("coverage").stdout


def test_what_is_missing_is_said_with_what_to_do(town: Run, tmp_path: Path) -> None:
    nobody = town("coverage", fails=True).stderr
    assert nobody == (
        "learnmap: there are no residents yet, so that nobody can be counted; run "
        "`learnmap import population FILE`\n"
    )
    town("import", "population", write_homes(tmp_path))
    waiting = town("coverage", fails=True).stderr
    assert "import 2 of homes.csv waits in quarantine; see `learnmap import show 2`" in waiting
    town("import", "discard", "2")
    town("import", "population", write_homes(tmp_path), "--datum", "wgs84")
    assert "no areas of level district yet; run `learnmap import areas FILE`" in (
        town("coverage", "--by", "district", fails=True).stderr
    )
    for words, message in {
        ("--by", "street"): "--by street: no such level; give city, district, street_town",
        ("--kind", "musuem"): "no kind 'musuem'; there are ",
        ("--map", "old"): "no map 'old'; there are learning, elderly, humanities",
        ("--profile", "runner"): "no profile 'runner'; the city's are adult, older_adult",
        ("--age", "runner=9"): "no profile 'runner'; the city's are adult, older_adult",
        ("--age", "adult"): "--age adult: give a profile and years, such as adult=18",
    }.items():
        assert message in town("coverage", *words, fails=True).stderr

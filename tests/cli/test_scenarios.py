"""``learnmap scenario``: typed, told side by side, written to files and read again."""

import csv
import json
import math
import re
from pathlib import Path

import pytest

from learnmap.cli.scenario_options import typed_changes
from learnmap.model.errors import InvalidInputError
from tests.cli.conftest import Run
from tests.cli.test_coverage import HOSTILE, line_of, write_districts, write_homes, write_points
from tests.service.towns import river_town
from tests.unit.network.drawing import Drawing

(WEST_LON, WEST_LAT), (EAST_LON, EAST_LAT) = Drawing().at(0, 0), Drawing().at(100, 0)
BRIDGE = f"{WEST_LON},{WEST_LAT},{EAST_LON},{EAST_LAT}"
ADULT = ("scenario", "compare", "--profile", "adult")


@pytest.fixture
def peopled(learnmap: Run, tmp_path: Path) -> Run:
    """Build the town of `test_coverage`: two banks, a bridge in the north, a point at each end."""
    learnmap("network", "build", river_town().write(tmp_path / "town.osm"))
    learnmap("points", "import", write_points(tmp_path), "--datum", "wgs84")
    learnmap("import", "population", write_homes(tmp_path), "--datum", "wgs84")
    return learnmap


def added(run: Run, *words: str | Path) -> str:
    """Add a scenario and return its id."""
    found = re.match(r"scenario ([A-Za-z0-9]{16}): ", run("scenario", "add", *words).stdout)
    assert found is not None
    return found.group(1)


def test_scenarios_side_by_side_are_what_was_worked_out_on_paper(peopled: Run) -> None:
    closed = added(peopled, "--name", "Closed", "--close", "across")
    bridged = added(peopled, "--name", "Bridged", "--close", "across", "--link", BRIDGE)
    told = peopled(*ADULT, closed, bridged).stdout
    # Without the point across 40.25 residents of the east walk 810 m by the bridge in the north:
    # 648 s. By one in the south it is 210 m: 168 s.
    assert line_of(told, "Closed", "adult")[-14:] == [
        *("93", "22"),
        *("71", ">", "30", "(-40)"),
        *("71", ">", "30", "(-40)"),
        *("71", ">", "71", "(+0)"),
    ]
    assert line_of(told, "Bridged", "adult")[-12:] == ["71", ">", "71", "(+0)"] * 3
    assert "residents imported from: homes.csv" in told
    # The city itself is as it was.
    assert line_of(peopled("coverage").stdout, "adult")[-6:] == ["71", "(76.3%)"] * 3


def test_a_new_point_a_reopened_one_and_a_slower_pace(peopled: Run) -> None:
    lon, lat = Drawing().at(500, -150)
    words = ("--name", "More", "--add", f"library,Garden, East,{lon},{lat}", "--reopen", "lane")
    more = added(peopled, *words, "--pace", "adult=0.2")
    shown = peopled("scenario", "show", more, "--profile", "adult").stdout
    assert "change 1 (add_point new-1)\n" in shown
    # Its new point is 400 m from any street.
    assert "warning: More: change 1 (add_point new-1): no street of adult within 100 m" in shown
    # At 0.2 m/s the home on the lane walks 100 m in 500 s; 110 and 210 m are 550 and 1,050 s.
    assert line_of(shown, "More", "adult")[-12:] == [
        *("71", ">", "0", "(-71)"),
        *("71", ">", "50", "(-20)"),
        *("71", ">", "50", "(-20)"),
    ]


def test_a_scenario_goes_to_a_file_and_back(peopled: Run, tmp_path: Path) -> None:
    first = added(peopled, "--name", "桥", "--note", "南端", "--link", BRIDGE + ",steps")
    file = tmp_path / "bridge.json"
    peopled("scenario", "export", first, file)
    content = json.loads(file.read_text("utf-8"))
    assert content["made"]["id"] == first
    assert content["changes"][0]["step_free"] is False
    second = peopled("scenario", "import", file).stdout.split()[1].rstrip(":")
    again = tmp_path / "again.json"
    peopled("scenario", "export", second, again)
    other = json.loads(again.read_text("utf-8"))
    assert {key: other[key] for key in ("name", "note", "changes")} == {
        key: content[key] for key in ("name", "note", "changes")
    }
    listed = peopled("scenario", "list").stdout
    assert first in listed
    assert second in listed
    peopled("scenario", "remove", first)
    assert first not in peopled("scenario", "list").stdout
    gone = peopled("scenario", "show", first, fails=True).stderr
    assert f"there is no scenario {first!r}; see `learnmap scenario list`" in gone
    assert "scenarios.remove" in peopled("audit", "list").stdout


def test_the_table_has_everybody_in_every_row(peopled: Run, tmp_path: Path) -> None:
    peopled("import", "areas", write_districts(tmp_path), "--datum", "wgs84")
    name = "=1+1"
    scenario = added(peopled, "--name", name, "--close", "across", "--pace", "older_adult=0.7")
    table = tmp_path / "compared.csv"
    peopled("scenario", "compare", scenario, "--by", "district", "--csv", table)
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 * 3 * 3  # profiles, areas and who lives in none, cutoffs
    for row in rows:
        for when in ("now", "then"):
            parts = [float(row[f"{part}_{when}"]) for part in ("covered", "uncovered", "unplaced")]
            assert math.fsum(parts) == pytest.approx(float(row["total"]), abs=1e-9)
        gained = float(row["covered_then"]) - float(row["covered_now"])
        assert float(row["difference"]) == pytest.approx(gained, abs=1e-9)
    assert rows[0]["scenario"] == f"'{name}"
    assert {row["area_name_zh"] for row in rows if row["area_code"] == "W"} == {f"'{HOSTILE}"}
    assert {row["streets"] for row in rows} == {"town.osm"}


def test_what_does_not_fit_is_refused_and_nothing_is_kept(peopled: Run, tmp_path: Path) -> None:
    lon, lat = Drawing().at(50, 100)
    bad = tmp_path / "bad.json"
    bad.write_text('{"name": "x", "changes": [{"change": "close_point"}]}', "utf-8")
    for words, said in {
        ("--close", "nobody"): "change 1 (close_point nobody): there is no such learning point",
        ("--close", "lane"): "the point is temporarily_closed and not open; leave this out",
        ("--reopen", "across"): "the point is open already",
        ("--move", "across,10,20"): "(10.0, 20.0) lies outside the extract town.osm, whose streets",
        ("--pace", "runner=2"): "the city has no such profile; its own are adult, older_adult",
        ("--hours", "across=sometimes"): "opening hours 'sometimes' cannot be read; write them",
        ("--add", f"palace,A,{WEST_LON},{WEST_LAT}"): "no kind 'palace'; there are ",
        ("--link", f"{BRIDGE.rsplit(',', 2)[0]},{lon},{lat}"): f"its end ({lon}, {lat}) has no",
        ("--from", str(bad)): f"{bad}: change 1 close_point id: Field required",
        (): "the scenario changes nothing; give --add",
    }.items():
        refused = peopled("scenario", "add", "--name", "No", *words, fails=True)
        assert said in refused.stderr
    assert "there are no scenarios yet" in peopled("scenario", "list").stdout
    both = ("--close", "nobody", "--pace", "runner=2")
    refused = peopled("scenario", "add", "--name", "No", *both, fails=True)
    assert "change 1 (" in refused.stderr
    assert "change 2 (" in refused.stderr


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        ("add", "library,x,1", "--add library,x,1: give kind,name,lon,lat"),
        ("add", "library,x,a,2", "--add library,x,a,2: 'a' is no number"),
        ("move", "p,1", "--move p,1: give id,lon,lat"),
        ("link", "1,2,3", "--link 1,2,3: give lon,lat,lon,lat"),
        ("pace", "adult", "--pace adult: give profile=m/s"),
        ("hours", "p=", "--hours p=: give id=hours"),
    ],
)
def test_a_slip_in_an_option_is_told_with_its_form(option: str, text: str, said: str) -> None:
    empty = dict.fromkeys(("add", "move", "close", "reopen", "link", "hours", "pace"))
    with pytest.raises(InvalidInputError, match=re.escape(said)):
        typed_changes(**(empty | {option: [text]}))

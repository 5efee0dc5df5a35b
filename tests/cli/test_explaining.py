"""``learnmap catchments explain``: sentences on the screen, layers in a folder."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.unit.network.drawing import Drawing

COLUMNS = "id,kind,name_zh,name_en,longitude,latitude,source"


@pytest.fixture
def hall(learnmap: Run, tmp_path: Path) -> Run:
    """Build 3 km of street, a private one to its north, and a hall 20 m to its south."""
    drawing = Drawing()
    for number, east in ((1, -1500), (2, 0), (3, 1500)):
        drawing.node(number, east, 0)
    drawing.way([1, 2, 3], "highway=footway name=学府路 name:en=Academy_Road")
    drawing.way([2, drawing.node(4, 0, 250)], "highway=service access=private")
    lon, lat = drawing.at(100, -20)
    table = tmp_path / "points.csv"
    table.write_text(f"{COLUMNS}\nhall,library,学堂,Hall,{lon},{lat},a test\n", "utf-8")
    learnmap("network", "build", drawing.write(tmp_path / "street.osm"))
    learnmap("points", "import", table)
    learnmap("catchments", "compute")
    return learnmap


def test_a_catchment_is_explained_in_sentences_and_layers(hall: Run, tmp_path: Path) -> None:
    folder = tmp_path / "why"
    told = hall("catchments", "explain", "hall", "--to", folder).stdout.splitlines()
    assert told[0] == "Hall (hall), Adult"
    assert told[1] == "  The site joins Academy_Road (way 1000), 20 m away."
    assert "3.00 km of connected street, 100 %" in told[2]
    # A strip of 2 * (1105 - 60) by 120 m and a disc of 60 m, of a circle of 1125 m.
    assert "0.26 km², 7 % of the open circle of 1.12 km radius" in told[3]
    assert "  Within 300 m, feet are kept out of 250 m of street by access=private." in told
    assert told[-1] == f"layers: {folder}"
    index = json.loads((folder / "explanation.json").read_bytes())
    assert (index["point_id"], index["licence"]) == ("hall", "ODbL 1.0")
    assert {path.name for path in folder.iterdir()} == {*index["files"], "explanation.json"}


def test_profiles_and_the_language_are_chosen(hall: Run) -> None:
    both = ("--profile", "step_free", "--profile", "adult", "--lang", "zh")
    chinese = hall("catchments", "explain", "hall", *both).stdout
    assert "学堂（hall），无台阶" in chinese
    assert "学堂（hall），成人" in chinese
    assert chinese.count("学习点接入“学府路”（way 1000），相距 20 米。") == 2


def test_what_cannot_be_explained_is_said_in_one_line(hall: Run, tmp_path: Path) -> None:
    unknown = hall("catchments", "explain", "hal", fails=True)
    assert unknown.stderr == "learnmap: there is no learning point 'hal'; similar are hall (学堂)\n"
    runner = hall("catchments", "explain", "hall", "--profile", "runner", fails=True)
    assert "no profile 'runner'; the city's are adult, older_adult, step_free" in runner.stderr
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    refused = hall("catchments", "explain", "hall", "--to", tmp_path / "mine", fails=True)
    assert "holds other files than an explanation; give a new folder" in refused.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]

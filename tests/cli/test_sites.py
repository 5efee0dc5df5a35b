"""``learnmap sites``: what is proposed, in plain words and in files."""

import csv
import json
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest

from tests.cli.conftest import Run
from tests.cli.test_gaps import write_homes, write_points
from tests.service.towns import river_town
from tests.unit.network.drawing import Drawing

CANDIDATES = (("bridge", 50, 400, 3), ("south", 100, 0, 7), ("field", 500, -200, 1))


@pytest.fixture
def town(learnmap: Run, tmp_path: Path) -> Run:
    """Build the town of the gaps: only the library in the west is open."""
    learnmap("network", "build", river_town().write(tmp_path / "town.osm"))
    learnmap("points", "import", write_points(tmp_path), "--datum", "wgs84")
    learnmap("import", "population", write_homes(tmp_path), "--datum", "wgs84")
    return learnmap


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    lines = ["id,name,longitude,latitude,cost"]
    for name, east, north, cost in CANDIDATES:
        lon, lat = Drawing().at(east, north)
        lines.append(f"{name},=1+1,{lon},{lat},{cost}")
    table = tmp_path / "candidates.csv"
    table.write_text("\n".join(lines), "utf-8")
    return table


def test_the_proposal_is_told_in_plain_words(town: Run, listed: Path) -> None:
    told = town("sites", "--candidates", listed, "--sites", "1", "--minutes", "5").stdout
    assert "profile older_adult, residents from 60, within 5 min, beside points all" in told
    assert "candidates: candidates.csv: 2 on streets" in told
    (first,) = [line for line in told.splitlines() if line.startswith("1 ")]
    assert first.split()[1] == "south"
    assert first.split()[-3:] == ["20", "20", "7"]
    # 10.5 in the west and 5 in the lane, then 20.25 in the east; 4 are on no street.
    assert "now: 16 covered + 20 not + 4 on no street = 40 (39.0%)" in told
    assert "with 1 new site: 36 covered + 0 not + 4 on no street = 40 (89.9%)" in told
    assert "proven: 36 residents covered; the best that any choice could come to is 36" in told
    assert "(gap 0.00%)" in told
    assert "one site after the other (greedy): 36 residents covered" in told
    assert "warning: 1 candidates join no street and are left out: field (" in told
    assert "fictional: residents, points or all of this city are invented" in told


def test_a_target_and_corners(town: Run, listed: Path) -> None:
    words = ("--target-share", "0.89", "--by-cost")
    told = town("sites", "--candidates", listed, *words).stdout
    assert "proven: a cost of 3; the best that any choice could come to is a cost of 3" in told
    # The one corner is where the library stands already.
    told = town("sites", "--sites", "1").stdout
    assert "candidates: street corners, 250 m apart: 1 on streets" in told
    assert "no new site: none of the candidates would add anybody" in told


def test_the_files_hold_the_sites_and_what_they_were_made_from(
    town: Run, listed: Path, tmp_path: Path
) -> None:
    paths = {end: tmp_path / f"sites.{end}" for end in ("csv", "geojson", "gpkg", "parquet")}
    options = [word for end, path in paths.items() for word in (f"--{end}", path)]
    words = ("--candidates", listed, "--budget", "5")
    assert town("sites", *words, *options).stdout.endswith(
        "".join(f"{path}\n" for path in paths.values())
    )
    with paths["csv"].open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["id"], row["cost"], row["gain_residents"]) == ("bridge", "3.0", "20.25")
    assert (row["gain_seconds"], row["proven"], row["fictional"]) == ("", "true", "true")
    assert row["name_en"] == "'=1+1"
    frames = [
        gpd.read_file(paths["gpkg"], layer="sites"),
        gpd.read_parquet(paths["parquet"]),
        gpd.read_file(paths["geojson"]),
    ]
    lon, lat = Drawing().at(50, 400)
    for frame in frames:
        assert frame.crs == "EPSG:4326"
        assert frame["id"].tolist() == ["bridge"]
        assert frame["gain_residents"].tolist() == [20.25]
        assert frame["residents_sources"].tolist() == ["census of River Town"]
        assert (frame.geometry.x[0], frame.geometry.y[0]) == pytest.approx((lon, lat))
    about = pyogrio.read_dataframe(paths["gpkg"], layer="about").set_index("name")["value"]
    told = pq.read_metadata(paths["parquet"]).metadata
    beside = json.loads(paths["geojson"].read_text("utf-8"))["about"]
    for name, value in {
        "fictional": "true",
        "candidates_on_no_street": "field",
        "before_covered": "15.5",
        "after_covered": "35.75",
        "streets": "town.osm, date not told",
    }.items():
        assert about[name] == beside[name] == told[f"learnmap:{name}".encode()].decode() == value
    again = town("sites", *words, "--gpkg", paths["gpkg"], fails=True).stderr
    assert "is there already; name a new file" in again
    # A table of nothing is a table, too.
    empty = {end: tmp_path / f"none.{end}" for end in paths}
    town("sites", "--sites", "1", *(w for end, path in empty.items() for w in (f"--{end}", path)))
    assert len(gpd.read_file(empty["gpkg"], layer="sites")) == 0
    assert len(gpd.read_parquet(empty["parquet"])) == 0


def test_what_is_wrong_is_said_with_what_to_do(town: Run, listed: Path, tmp_path: Path) -> None:
    for words, message in {
        ("--model", "best"): "--model best: no such model; give most_covered, fewest_sites",
        ("--candidates", "buildings"): "give --extract with the file town.osm that its streets",
        ("--candidates", tmp_path / "no.csv"): "no.csv",
        ("--candidates", listed, "--budget", "0"): "a budget of 0 builds nothing: bridge is the",
        ("--target-share", "0.95"): "out of reach: all 1 candidates together with the existing",
        ("--kind", "museum", "--map", "learning"): "sites beside points are those of one set",
        ("--floor", "0.8"): "no areas of level district yet; run `learnmap import areas FILE`",
        ("--by", "street"): "no such level; give ",
    }.items():
        assert message in town("sites", *words, fails=True).stderr

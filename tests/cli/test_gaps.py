"""``learnmap gaps``: a ranked table on the screen, and files for spreadsheets and QGIS."""

import csv
import json
import math
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest

from learnmap.model.gap_reasons import GapReason
from learnmap.model.safe_cells import plain_cell
from tests.cli.conftest import Run
from tests.service.towns import river_town
from tests.unit.network.drawing import Drawing

POINTS = (
    ("corner", "library", 0, 0, "open", "unknown"),
    ("across", "museum", 100, 0, "temporarily_closed", "step_free"),
)
HOMES = (
    ("west", -10, 200, 10, 10.5),
    ("east", 110, 100, 20, 20.25),
    ("lane", -100, 0, 5, 5),
    ("island", 1025, 0, 7, 3),
    ("field", 500, -200, 11, 1),
)
HOSTILE = '=HYPERLINK("http://evil.example","区")'
REASONS = [why.code for why in GapReason]


def write_points(folder: Path) -> Path:
    lines = ["id,kind,name_zh,longitude,latitude,status,accessibility,source"]
    for name, kind, east, north, status, steps in POINTS:
        lon, lat = Drawing().at(east, north)
        lines.append(f"{name},{kind},{name},{lon},{lat},{status},{steps},a test")
    table = folder / "points.csv"
    table.write_text("\n".join(lines), "utf-8")
    return table


def write_homes(folder: Path) -> Path:
    lines = ["id,longitude,latitude,residents_0_59,residents_60_plus,source,fictional"]
    for name, east, north, young, old in HOMES:
        lon, lat = Drawing().at(east, north)
        lines.append(f"{name},{lon},{lat},{young},{old},census of River Town,true")
    table = folder / "homes.csv"
    table.write_text("\n".join(lines), "utf-8")
    return table


def write_districts(folder: Path) -> Path:
    """Divide the two banks, let both have the strip by the western bank, and leave out the east."""
    features = []
    for code, name, west, east in (("W", HOSTILE, -300, 50), ("E", "东区", -50, 200)):
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
    return built(learnmap, tmp_path)


def built(learnmap: Run, tmp_path: Path, *, steps: bool = False) -> Run:
    """Build the river town, its river drawn, with its points and residents."""
    drawing = river_town()
    if steps:
        drawing.way([1, 3], "highway=steps bridge=yes")
    drawing.node(20, 50, -300)
    drawing.node(21, 50, 300)
    drawing.way([20, 21], "waterway=river")
    learnmap("network", "build", drawing.write(tmp_path / "town.osm"))
    learnmap("points", "import", write_points(tmp_path), "--datum", "wgs84")
    learnmap("import", "population", write_homes(tmp_path), "--datum", "wgs84")
    return learnmap


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def add_up(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for who in ("", "older_"):
            parts = [float(row[f"{who}{part}"]) for part in ("covered", "uncovered", "unplaced")]
            assert math.fsum(parts) == pytest.approx(float(row[f"{who}total"]), abs=1e-9)
            why = math.fsum(float(row[f"{who}{reason}"]) for reason in REASONS)
            assert why == pytest.approx(math.fsum(parts[1:]), abs=1e-9)
    totals = (math.fsum(float(row[name]) for row in rows) for name in ("total", "older_total"))
    assert list(totals) == pytest.approx([92.75, 39.75])


def test_the_table_tells_what_was_worked_out_on_paper(town: Run) -> None:
    told = town("gaps").stdout
    assert "within 15 min: profile older_adult, points all (1 on streets)" in told
    # East: 10 + 300 + 100 + 400 m at 0.8 m/s are 16 min 52.5 s; the museum that rests is at 110 m.
    (first,) = [line for line in told.splitlines() if line.startswith("1 ")]
    words = "20 40 0 only points that are not open 16.9 min, corner 16.9 min"
    assert first.split()[2:] == words.split()
    assert "\n60+: 16 covered + 20 not + 4 on no street = 40\n" in told
    assert "\nall ages: 30 covered + 40 not + 22 on no street = 93\n" in told
    assert "streets: town.osm (date not told by the file)" in told
    assert "residents: census of River Town: 93 at 5 places, fictional\n" in told
    assert "\nfictional: residents, points or all of this city are invented\n" in told
    # Who walks 1.25 m/s is there in 10 min 48 s: nobody is left out but those on no street.
    adult = town("gaps", "--profile", "adult").stdout
    assert "all ages: 71 covered + 0 not + 22 on no street = 93" in adult
    assert "only points that are not open" not in adult


def test_a_shorter_walk_a_kind_and_full_points_can_be_asked_for(town: Run, tmp_path: Path) -> None:
    def why(*words: str) -> dict[str, float]:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.csv"
        town("gaps", *words, "--csv", path)
        rows = rows_of(path)
        add_up(rows)
        sums = {name: math.fsum(float(row[name]) for row in rows) for name in REASONS}
        return {name: residents for name, residents in sums.items() if residents}

    lost = {"no_street": 22.0}
    assert why() == lost | {"only_closed": 40.25}
    # 240 m in 5 minutes: as the crow flies the corner is 149 m away, and the river between;
    # to the museum that rests it is 110 m.
    assert why("--minutes", "5") == lost | {"only_closed": 40.25}
    # 96 m: the lane lies 100 m from the corner.
    assert why("--minutes", "2") == lost | {"far": 70.75}
    # Of museums there is none but the one that rests: 710 m from the west, 1,000 m from the lane.
    assert why("--kind", "museum") == lost | {"only_closed": 60.75, "far": 10.0}
    # The museum is the one that is known to be step-free, and the hours of neither are on record.
    assert why("--step-free-points") == lost | {"only_closed": 60.75, "far": 10.0}
    assert why("--open", "evenings") == lost | {"far": 70.75}
    told = town("gaps", "--open", "evenings").stdout
    assert "note: of 1 open points it is not on record whether they belong to evenings" in told
    # Only the full library is within 210 m of the west and 100 m of the lane.
    full = why("--full", "corner")
    assert full == lost | {"only_closed": 60.75, "only_full": 10.0}
    assert "note: 1 open points count for nobody, since they are full" in (
        town("gaps", "--full", "corner").stdout
    )


def test_water_is_found_between_where_nothing_else_is(town: Run, tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    text = points.read_text("utf-8")
    points.write_text(text.replace("temporarily_closed", "open"), "utf-8")
    town("points", "import", points, "--datum", "wgs84")
    path = tmp_path / "gaps.csv"
    town("gaps", "--kind", "library", "--csv", path)
    (east,) = [row for row in rows_of(path) if float(row["uncovered"])]
    assert (east["reason"], east["reason_zh"]) == ("water", "有河流等水域阻隔")
    assert float(east["nearest_minutes"]) == pytest.approx(16.875, abs=0.01)


def test_steps_are_found_for_those_who_take_none(learnmap: Run, tmp_path: Path) -> None:
    town, path = built(learnmap, tmp_path, steps=True), tmp_path / "gaps.csv"
    # Over the steps it is 210 m from the east to the library, without them 810 m.
    town("gaps", "--kind", "library", "--profile", "step_free", "--csv", path)
    (east,) = [row for row in rows_of(path) if float(row["uncovered"])]
    assert (east["reason"], east["uncovered"]) == ("only_by_stairs", "40.25")
    older = town("gaps", "--kind", "library").stdout
    assert "all ages: 71 covered + 0 not + 22 on no street = 93" in older


def test_areas_that_overlap_and_leave_holes_are_told(town: Run, tmp_path: Path) -> None:
    town("import", "areas", write_districts(tmp_path), "--datum", "wgs84")
    path = tmp_path / "gaps.csv"
    told = town("gaps", "--as", "district", "--csv", path).stdout
    # The west's 20.5 live in both; the island's and the field's 22 in neither.
    assert "warning: areas overlap: 20 residents live in more than one district" in told
    assert "warning: areas leave holes: 22 residents live in no district" in told
    rows = rows_of(path)
    add_up(rows)
    assert [(row["rank"], row["part_id"], row["uncovered"]) for row in rows] == [
        ("1", "E", "40.25"),
        ("2", "", "0.0"),
        ("", "W", "0.0"),
    ]
    assert rows[1]["name_en"] == "in no area"
    assert (rows[1]["longitude"], rows[1]["reason"]) == ("", "no_street")
    assert plain_cell(rows[2]["name_zh"]) == HOSTILE
    assert rows[2]["name_zh"] == f"'{HOSTILE}"


def test_the_files_hold_all_rows_and_what_they_were_made_from(town: Run, tmp_path: Path) -> None:
    town("import", "areas", write_districts(tmp_path), "--datum", "wgs84")
    paths = {ending: tmp_path / f"gaps.{ending}" for ending in ("csv", "geojson", "gpkg")}
    paths["parquet"] = tmp_path / "gaps.parquet"
    options = [word for ending, path in paths.items() for word in (f"--{ending}", path)]
    said = town("gaps", "--as", "district", "--most", "0", *options).stdout
    assert said.endswith("".join(f"{path}\n" for path in paths.values()))

    assert [list(name) for name in pyogrio.list_layers(paths["gpkg"])] == [
        ["gaps", "MultiPolygon"],
        ["about", None],
    ]
    frames = {
        "gpkg": gpd.read_file(paths["gpkg"], layer="gaps"),
        "parquet": gpd.read_parquet(paths["parquet"]),
        "geojson": gpd.read_file(paths["geojson"]),
    }
    for frame in frames.values():
        assert frame.crs == "EPSG:4326"
        assert frame["part_id"].tolist() == ["E", "", "W"]
        assert frame["uncovered"].tolist() == [40.25, 0, 0]
        assert frame["name_zh"].tolist()[2] == HOSTILE
        assert frame["fictional"].tolist() == [True] * 3
        assert frame["residents_sources"].tolist() == ["census of River Town"] * 3
        shapes = frame.geometry
        assert shapes.isna().tolist() == [False, True, False]
        assert shapes.is_valid.tolist() == [True, False, True]  # none is no valid one
        lon, lat = Drawing().at(110, 100)
        assert shapes.contains(gpd.points_from_xy([lon], [lat])[0]).tolist() == [True, False, False]

    about = pyogrio.read_dataframe(paths["gpkg"], layer="about").set_index("name")["value"]
    told = pq.read_metadata(paths["parquet"]).metadata
    beside = json.loads(paths["geojson"].read_text("utf-8"))["about"]
    for name, value in {
        "fictional": "true",
        "minutes": "15",
        "residents": "census of River Town (fictional)",
        "streets": "town.osm, date not told",
        "residents_in_no_area": "22.0",
        "residents_in_several_areas": "20.5",
    }.items():
        assert about[name] == beside[name] == told[f"learnmap:{name}".encode()].decode() == value
    again = town("gaps", "--gpkg", paths["gpkg"], fails=True).stderr
    assert "is there already; name a new file" in again


def test_what_is_wrong_is_said_with_what_to_do(town: Run) -> None:
    for words, message in {
        ("--as", "street"): "--as street: no such parts; give hexagons, neighbourhood, street_town",
        ("--as", "district"): "no areas of level district yet; run `learnmap import areas FILE`",
        ("--resolution", "7"): "resolution 7: hexagons are of resolution 8 to 10; give one",
        ("--profile", "runner"): "no profile 'runner'; the city's are adult, older_adult",
        ("--kind", "musuem"): "no kind 'musuem'; there are ",
        ("--kind", "museum", "--map", "learning"): "one set of points, not of museum, learning; ",
        ("--map", "all"): "gaps are those of one map, not of each; give one",
        ("--category", "tai"): "there are no categories of offerings yet; run ",
        ("--open", "nights"): "no opening 'nights'; there are evenings, weekends",
        ("--full", "across"): "no open point 'across' that could be full; see `learnmap points",
        ("--minutes", "0"): "a cutoff of 0 minutes: give more than 0 and at most 60 minutes",
        ("--minutes", "61"): "a cutoff of 61 minutes: give more than 0 and at most 60 minutes",
    }.items():
        assert message in town("gaps", *words, fails=True).stderr

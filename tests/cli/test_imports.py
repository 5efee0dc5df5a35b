"""``learnmap import``: what a clerk types, from the dry run to taking back."""

from pathlib import Path

import openpyxl

from tests.cli.conftest import Run
from tests.unit.network.drawing import Drawing

HEAD = "id,kind,name_en,longitude,latitude,phone\n"


def test_a_clerk_brings_a_file_in_and_takes_it_back(learnmap: Run, tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.way([drawing.node(1, 0, 0), drawing.node(2, 900, 0)])
    learnmap("network", "build", drawing.write(tmp_path / "town.osm"))

    def line(name: str, east_m: float, north_m: float, phone: str = "") -> str:
        lon, lat = drawing.at(east_m, north_m)
        return f"{name},library,Library {name},{lon},{lat},{phone}\n"

    table = tmp_path / "points.csv"
    table.write_text(HEAD + line("near", 100, 5) + line("far", 500, 500) + line("off", 800, 300))
    assert "no imports yet" in learnmap("import", "list").stdout
    dry = learnmap("import", "points", table, "--dry-run").stdout
    assert "line 3, id far, column longitude" in dry
    assert "is 500 m from the nearest street" in dry
    assert "3 added, 0 changed, 0 unchanged, 0 missing" in dry
    assert "a dry run; nothing was stored" in dry
    assert "no imports yet" in learnmap("import", "list").stdout

    assert (
        "import 1 of points.csv waits in quarantine" in learnmap("import", "points", table).stdout
    )
    assert "2 of 2 warnings that nobody" in learnmap("import", "apply", "1", fails=True).stderr
    which = learnmap("import", "confirm", "1", "--note", "a ship", fails=True)
    assert "say which warnings" in which.stderr
    both = ("--line", "3", "--all", "--note", "a ship")
    assert "say which warnings" in learnmap("import", "confirm", "1", *both, fails=True).stderr
    confirmed = learnmap("import", "confirm", "1", "--line", "3", "--note", "a ship").stdout
    assert "1 of 2 warnings are open" in confirmed
    assert "`learnmap import apply 1`" in learnmap("import", "drop", "1", "--line", "4").stdout
    assert "say which rows" in learnmap("import", "drop", "1", fails=True).stderr
    applied = learnmap("import", "apply", "1").stdout
    assert "2 added, 0 changed, 0 unchanged, 0 missing" in applied
    shown = learnmap("import", "show", "1").stdout
    assert "confirmed by clerk (a ship): line 3, id far" in shown
    assert "dropped: off, line 4, by clerk" in shown

    # `points import` is the same command.
    table.write_text(HEAD + line("near", 100, 5, phone="021"))
    second = learnmap("points", "import", table).stdout
    assert "changed: near: phone (empty) → '021'" in second
    assert "missing from the file, kept as they are: far" in second
    assert "import 2 of points.csv is applied" in second
    assert "nothing changes" in learnmap("points", "import", table).stdout

    refused = learnmap("import", "take-back", "1", fails=True).stderr
    assert "near; take back first what came after: import 2" in refused
    assert "0 removed, 1 restored" in learnmap("import", "take-back", "2").stdout
    assert "2 removed, 0 restored" in learnmap("import", "take-back", "1").stdout
    rows = learnmap("import", "list").stdout.splitlines()[1:]
    assert ["taken back" in row for row in rows] == [True, True]


def test_a_clerk_takes_from_a_city_s_file_what_lies_in_the_quarter(
    learnmap: Run, tmp_path: Path
) -> None:
    drawing = Drawing()
    drawing.way([drawing.node(1, 0, 0), drawing.node(2, 900, 0)])
    drawing.way([1, drawing.node(3, 0, 400)])
    learnmap("network", "build", drawing.write(tmp_path / "town.osm"))
    table = tmp_path / "points.csv"
    places = {"near": (100, 5), "court": (500, 200), "yard": (600, 300), "off": (800, 90_000)}
    lines = [
        f"{name},library,{name * 3},{lon},{lat},\n"
        for name, (lon, lat) in ((name, drawing.at(*at)) for name, at in places.items())
    ]
    table.write_text(HEAD + "".join(lines))
    report = tmp_path / "quarter.xlsx"
    told = learnmap("import", "points", table, "--inside", "streets", "--report", report).stdout
    assert "note: 1 of 4 rows lie outside the box of the city's streets" in told
    assert "open: 2 far_from_street" in told
    assert openpyxl.load_workbook(report)["points"].max_row == 4
    which = learnmap("import", "drop", "1", "--line", "3", "--code", "island", fails=True)
    assert "say which rows" in which.stderr
    dropped = learnmap("import", "drop", "1", "--code", "far_from_street").stdout
    assert "no warning is open" in dropped
    assert "1 added" in learnmap("import", "apply", "1").stdout


def test_a_discarded_file_is_gone_from_quarantine(learnmap: Run, tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text(HEAD + "a,library,Same,121.4,31.2,\nb,library,Same,121.4,31.2,\n")
    run = learnmap("import", "points", table).stdout
    assert "note: the city has no streets yet" in run
    assert "may be the same as a (Same, line 2) 0 m away" in run
    assert "import 1 is discarded" in learnmap("import", "discard", "1").stdout
    assert "is discarded, by clerk" in learnmap("import", "apply", "1", fails=True).stderr
    assert "there is no import 7" in learnmap("import", "show", "7", fails=True).stderr


def test_each_table_has_its_command_and_all_share_the_rest(learnmap: Run, tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    points.write_text(HEAD + "a,library,Here,24.94,60.17,\n")
    learnmap("import", "points", points)
    table = tmp_path / "categories.csv"
    table.write_text("code,name_en\ntea,Tea\n")
    said = learnmap("import", "categories", table).stdout
    assert "categories of offerings: 1 added, 0 changed, 0 unchanged, 0 missing" in said
    table = tmp_path / "offerings.csv"
    table.write_text("id,name_en,category,point_id\no1,Tea for all,tea,a\n")
    assert "import 3 of offerings.csv is applied" in learnmap("import", "offerings", table).stdout
    table = tmp_path / "residents.csv"
    table.write_text("id,longitude,latitude,residents_60_plus\nd1,24.94,60.17,3\n")
    assert "a dry run" in learnmap("import", "population", table, "--dry-run").stdout
    assert "places of residents: 1 added" in learnmap("import", "population", table).stdout
    shape = '{"type": "Polygon", "coordinates": [[[24, 60], [25, 60], [25, 61], [24, 60]]]}'
    feature = (
        f'{{"type": "Feature", "id": "D", "properties": {{"name": "D"}}, "geometry": {shape}}}'
    )
    areas = tmp_path / "areas.geojson"
    areas.write_text(f'{{"type": "FeatureCollection", "features": [{feature}]}}')
    assert "the column 'level' is missing" in learnmap("import", "areas", areas, fails=True).stderr
    learnmap("import", "areas", areas, "--level", "district")
    stops = tmp_path / "stops.csv"
    stops.write_text("id,name_en,position,point_id\nr1,Walk,1,a\n")
    assert "walking routes: 1 added" in learnmap("import", "routes", stops).stdout
    stops.write_text("id,name_en,position,point_id\nr1,Walk,1,a\nr1,,2,a\n")
    assert "stops '1 a (10 min)' → '1 a (10 min), 2 a (10 min)'" in (
        learnmap("import", "routes", stops, "--dry-run").stdout
    )
    listed = learnmap("import", "list").stdout.splitlines()[1:]
    assert [line.split()[2] for line in listed] == [
        "routes",
        "areas",
        "population",
        "offerings",
        "categories",
        "points",
    ]
    refused = learnmap("import", "take-back", "1", fails=True).stderr
    assert "offerings or routes name learning points that it added: a" in refused
    assert "1 removed, 0 restored" in learnmap("import", "take-back", "6").stdout
    assert "areas, source areas.geojson, applied" in learnmap("import", "show", "5").stdout

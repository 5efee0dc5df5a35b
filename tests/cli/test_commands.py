"""The command line as a person uses it: its answers, and its errors in one line."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.reference.extracts import helsinki_file
from tests.unit.network.drawing import Drawing
from tests.unit.network.rasters import ground

LAST_MONTH = dt.datetime.now(dt.UTC).date() - dt.timedelta(30)
POINTS = f"""id,kind,name_zh,name_en,longitude,latitude,source,assured_date
senate,library,参议院图书馆,Senate Library,24.95225,60.16945,a test,{LAST_MONTH}
esplanadi,museum,滨海博物馆,Esplanadi Museum,24.94725,60.16755,a test,{LAST_MONTH}
far,library,海上图书馆,Library at Sea,24.945,60.146,a test,{LAST_MONTH}
"""


def test_a_city_from_its_extract_to_a_verified_folder(learnmap: Run, tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text(POINTS, "utf-8")
    built = learnmap("network", "build", helsinki_file())
    assert "© OpenStreetMap contributors, ODbL 1.0" in built.stdout
    assert "the city is called Helsinki" in built.stdout
    assert "Europe/Helsinki" in learnmap("city", "show").stdout
    assert "far, column longitude" in learnmap("points", "import", table).stdout
    learnmap("import", "confirm", "1", "--all", "--note", "an island with a ferry")
    assert "3 added" in learnmap("import", "apply", "1").stdout
    assert "3 unchanged" in learnmap("points", "import", table).stdout

    computed = learnmap("catchments", "compute").stdout
    assert "6 computed, 0 the same as in an earlier network, 0 unchanged" in computed
    assert "海上图书馆" in computed
    assert "no street near enough" in computed
    assert (
        "0 computed, 0 the same as in an earlier network, 6 unchanged"
        in learnmap("catchments", "compute").stdout
    )

    learnmap("city", "set", "--name-zh", "赫尔辛基", "--no-review")
    exempt = ("--approval-exemption", "a test")
    alone = learnmap("edition", "publish", "2026", "learning", *exempt, fails=True)
    assert "clerk applied an import that this edition holds" in alone.stderr
    published = learnmap("edition", "publish", "2026", "learning", *exempt, by="second").stdout
    assert "published; manifest SHA-256" in published
    assert "warning: the accuracy of the catchments of adult, older_adult, step_free" in published
    certified = learnmap("catchments", "certify", "--points", "2", "--places", "300").stdout
    assert "600 places round 2 points for each profile (2 of them learning points)" in certified
    assert "wrongly outside" in certified
    assert len([line for line in certified.splitlines() if line.startswith("adult ")]) == 3
    refused = learnmap("catchments", "certify", "--profile", "runner", fails=True)
    assert "no profile 'runner'" in refused.stderr
    corrected = learnmap("edition", "publish", "2026", "learning", *exempt, "--supersede").stdout
    assert "is not certified" not in corrected
    again = learnmap("edition", "publish", "2026", "learning", fails=True)
    assert again.stderr.startswith("learnmap: the learning edition 2026, revision 2, was published")
    listed = learnmap("edition", "list").stdout
    assert "clerk" in listed

    exported = learnmap("edition", "export", "2026", "learning", "--to", tmp_path / "out").stdout
    assert "no QR codes: give --public-url" in exported
    folder = tmp_path / "out" / "2026" / "learning"
    verified = learnmap("edition", "verify", folder).stdout
    assert "7 files are as published" in verified
    assert "products: 9 files are as listed; made again here, and the same" in verified
    assert "7 files are as published" in learnmap("edition", "verify", "2026", "learning").stdout
    points = json.loads((folder / "points.geojson").read_bytes())["features"]
    assert [point["id"] for point in points] == ["esplanadi", "far", "senate"]

    page = folder / "index.html"
    page.write_bytes(page.read_bytes()[:-1] + b"?")
    broken = learnmap("edition", "verify", folder, fails=True)
    assert "index.html has SHA-256" in broken.stderr


def test_all_maps_go_on_past_one_that_has_nothing_to_show(learnmap: Run, tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text(POINTS, "utf-8")
    learnmap("network", "build", helsinki_file())
    learnmap("points", "import", table)
    learnmap("import", "confirm", "1", "--all", "--note", "an island with a ferry")
    learnmap("import", "apply", "1")
    learnmap("catchments", "compute")
    learnmap("city", "set", "--name-zh", "赫尔辛基", "--no-review")
    refused = learnmap("edition", "publish", "2026", fails=True)
    assert "neither a map approval number nor an exemption is given" in refused.stderr
    exempt = ("--approval-exemption", "a test")
    published = learnmap("edition", "publish", "2026", *exempt, by="second").stdout
    assert "elderly: left out: no learning point belongs on the elderly map" in published
    assert published.count(": published; manifest SHA-256") == 2
    assert "elderly: left out" in learnmap("edition", "verify", "2026").stdout
    out = tmp_path / "out"
    learnmap("edition", "export", "2026", "--to", out, "--no-products")
    assert sorted(path.name for path in (out / "2026").iterdir()) == ["humanities", "learning"]
    again = learnmap("edition", "publish", "2026", *exempt, fails=True)
    assert "was published on" in again.stderr

    learnmap("edition", "withdraw", "2026", "learning", "--reason", "a wrong address")
    assert "withdrawn" in learnmap("edition", "list").stdout


def test_a_profile_is_changed_by_what_was_given_and_checked(learnmap: Run) -> None:
    learnmap("city", "set", "--name-en", "Town")
    refused = learnmap("city", "profile", "older_adult", "--steps-factor", "0", fails=True)
    assert "steps_factor 0.0 is below 1" in refused.stderr
    learnmap("city", "profile", "older_adult", "--speed", "0.7")
    learnmap("city", "profile", "adult", "--no-steps")
    rows = {line.split()[0]: line for line in learnmap("city", "show").stdout.splitlines() if line}
    assert rows["older_adult"].split()[-3:] == ["0.7", "x", "2"]
    assert rows["adult"].split()[-1] == "none"


def test_a_build_says_where_slopes_are_from_or_that_there_are_none(
    learnmap: Run, tmp_path: Path
) -> None:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 0, 500)
    drawing.way([1, 2])
    extract = drawing.write(tmp_path / "street.osm")
    raster = ground(tmp_path / "dem.tif", lambda _, north: 0.1 * north)
    flat = learnmap("network", "build", extract).stdout
    assert "slopes: no elevation raster given; every street counts as flat" in flat
    sloped = learnmap("network", "build", extract, "--elevation", raster).stdout
    assert "slopes: from dem.tif (1 of 1 edges have heights)" in sloped


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("id,kind,name_en,longitude\na,library,A,24.9\n", "latitude"),
        (POINTS + "senate,library,又,Again,24.95,60.17,a test,\n", "senate"),
        (POINTS + "x,library,又,X,60.17,24.95,a test,\n", "swapped"),
        (POINTS + "x,library,又,X,nan,60.17,a test,\n", "nan"),
        (POINTS + "x,castle,又,X,24.95,60.17,a test,\n", "castle"),
    ],
    ids=["missing column", "duplicate id", "swapped", "nan", "unknown kind"],
)
def test_a_faulty_table_is_refused_in_words_and_changes_nothing(
    learnmap: Run, tmp_path: Path, content: str, message: str
) -> None:
    learnmap("network", "build", helsinki_file())
    table = tmp_path / "points.csv"
    table.write_text(content, "utf-8")
    refused = learnmap("points", "import", table, fails=True)
    assert refused.code == 1
    assert message in refused.stderr
    assert "no learning points yet" in learnmap("catchments", "compute", fails=True).stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["network", "build", "missing.osm.pbf"], "no such file"),
        (["network", "build", __file__], "not a name of an OpenStreetMap extract"),
        (["network", "build", helsinki_file(), "--elevation", __file__], "not a GeoTIFF"),
        (["network", "build", "x.pbf", "--elevation-licence", "CC0"], "give it with --elevation"),
        (["demo", "--elevation", "dem.tif"], "which --osm names"),
        (["catchments", "compute"], "learnmap city set"),
        (["edition", "publish", "2026", "atlas"], "the maps are learning, elderly, humanities"),
        (["edition", "verify", "nowhere"], "no such folder"),
        (["edition", "export", "2026", "learning", "--to", "out"], "no learning edition of 2026"),
        (["city", "profile", "runner", "--speed", "3"], "learnmap city set"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_said_in_one_line(
    learnmap: Run, words: list[str], message: str
) -> None:
    refused = learnmap(*words, fails=True)
    assert refused.stderr.startswith("learnmap: ")
    assert message in refused.stderr


def test_a_process_of_its_own_says_errors_the_same_way() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "learnmap", "city", "show"],
        env=os.environ | {"LEARNMAP_THREADS": "none"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("learnmap: LEARNMAP_THREADS: ")
    assert "Traceback" not in done.stderr

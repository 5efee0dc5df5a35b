"""In each file that a planner takes away, the residents of a row and of all rows add up."""

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import httpx
import openpyxl
import pytest

from learnmap.model.gap_reasons import GapReason
from learnmap.store import Store
from tests.service.conftest import served
from tests.service.planned_town import HOMES, open_planned_town
from tests.service.staffed import add_person, hash_quickly, log_in

PARTS = ("covered", "uncovered", "unplaced")
OLD = math.fsum(home[4] for home in HOMES)
ALL_AGES = OLD + math.fsum(home[3] for home in HOMES)
HOLES = "Areas leave holes: 22 residents live in none; they are in a row of their own."


@pytest.fixture
def client(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    hash_quickly(monkeypatch)
    city = open_planned_town(store, tmp_path)
    with served(city, staff=city) as asking:
        asking.headers["accept-language"] = "en"
        add_person(city, "lin", "planner")
        log_in(asking, "lin")
        yield asking


def rows_of(content: bytes, suffix: str, name: str, folder: Path) -> list[Mapping[str, Any]]:
    """Read a file as those would who take it away."""
    if suffix == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    if suffix == "xlsx":
        heads, *rows = openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True)
        return [dict(zip(map(str, heads), row, strict=True)) for row in rows]
    if suffix == "geojson":
        return [one["properties"] for one in json.loads(content)["features"]]
    path = folder / f"{name}.{suffix}"
    path.write_bytes(content)
    read = gpd.read_parquet(path) if suffix == "parquet" else gpd.read_file(path, layer=name)
    return [{str(k): v for k, v in row.items()} for row in read.to_dict("records")]


def whole(row: Mapping[str, Any], prefix: str = "") -> float:
    """Return the total of a row, once its parts make it."""
    total = float(row[f"{prefix}total"])
    made = math.fsum(float(row[prefix + part]) for part in PARTS)
    assert made == pytest.approx(total, abs=1e-9)
    return total


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "geojson", "gpkg"])
def test_covered_uncovered_and_unplaced_are_everybody(
    client: httpx.Client, tmp_path: Path, suffix: str
) -> None:
    for profile, age in (("adult", 0), ("older_adult", 60), ("step_free", 60)):
        for level in ("city", "district"):
            asked = {"profile": profile, "level": level, "points": "kind:museum"}
            answer = client.get(f"/planner/coverage.{suffix}", params={**asked, "age": str(age)})
            rows = rows_of(answer.content, suffix, "coverage", tmp_path)
            assert len(rows) == (1 if level == "city" else 3)
            assert math.fsum(map(whole, rows)) == pytest.approx(OLD if age else ALL_AGES, abs=1e-9)


@pytest.mark.parametrize("suffix", ["csv", "geojson", "gpkg", "parquet"])
def test_gaps_and_what_is_covered_are_everybody(
    client: httpx.Client, tmp_path: Path, suffix: str
) -> None:
    for by in ("hexagons", "district"):
        asked = {"profile": "older_adult", "points": "kind:museum", "by": by}
        answer = client.get(f"/planner/gaps.{suffix}", params=asked)
        rows = rows_of(answer.content, suffix, "gaps", tmp_path)
        for prefix, everybody in (("", ALL_AGES), ("older_", OLD)):
            totals = [whole(row, prefix) for row in rows]
            assert math.fsum(totals) == pytest.approx(everybody, abs=1e-9)
            for row in rows:
                why = math.fsum(float(row[prefix + reason.code]) for reason in GapReason)
                left_out = (float(row[prefix + part]) for part in ("uncovered", "unplaced"))
                assert why == pytest.approx(math.fsum(left_out), abs=1e-9)


def test_areas_that_leave_holes_are_told_beside_the_table(client: httpx.Client) -> None:
    # Island and field, with 10 and 12 residents, lie in no district.
    asked = {"profile": "older_adult", "level": "district"}
    page = client.get("/planner", params=asked).text
    assert HOLES in page
    assert "Areas overlap" not in page
    about = client.get("/planner/coverage.geojson", params=asked).json()["about"]
    assert about["residents_in_no_area"] == "22.0"
    assert about["residents_in_several_areas"] == "0.0"
    assert HOLES not in client.get("/planner", params={**asked, "level": "city"}).text

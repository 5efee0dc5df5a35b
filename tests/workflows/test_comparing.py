"""Two years of a real city's map compared, from the store to the files."""

import csv
import io
import json
from pathlib import Path

import pytest

from learnmap.model.errors import ConflictError, NotFoundError
from learnmap.model.records import AgeCount, DemandPoint
from learnmap.store import replace_demand_points, upsert_points
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.comparing import EditionAddress, compare_years, write_changes
from learnmap.workflows.editions import Approval, publish_edition
from tests.workflows.conftest import ESPLANADI, KAISANIEMI, SENATE

EXEMPT = Approval(exemption="a test")
# 24 people at Senate Square, 7 in Kaisaniemi's park, 11 far away in the east.
HOMES = (("a", 24.9525, 60.1695, 24), ("b", 24.9463, 60.1716, 7), ("c", 25.2, 60.2, 11))


def residents() -> list[DemandPoint]:
    return [
        DemandPoint(
            id=one, longitude=lon, latitude=lat, counts=(AgeCount(age_from=60, residents=count),)
        )
        for one, lon, lat, count in HOMES
    ]


@pytest.fixture
def two_years(pointed: City) -> City:
    """Publish 2025 with three points; in 2026 one is closed and one has another name."""
    with pointed.store.begin() as tx:
        replace_demand_points(tx, residents(), source="a test", actor="tester")
    compute_city_catchments(pointed)
    publish_edition(pointed, "learning", 2025, approval=EXEMPT)
    with pointed.store.begin() as tx:
        hostile = SENATE.model_copy(
            update={"names": {"zh": "<script>alert(1)</script>", "en": "Library senate"}}
        )
        closed = [one.model_copy(update={"status": "closed"}) for one in (ESPLANADI, KAISANIEMI)]
        upsert_points(tx, [hostile, *closed], actor="tester")
    compute_city_catchments(pointed)
    publish_edition(pointed, "learning", 2026, approval=EXEMPT)
    return pointed


def test_what_changed_and_for_whom(two_years: City, tmp_path: Path) -> None:
    found = compare_years(two_years, "learning", EditionAddress(2025), EditionAddress(2026))

    assert [(one.point_id, one.change) for one in found.comparison.points] == [
        ("esplanadi", "closed"),
        ("kaisaniemi", "closed"),
        ("senate", "renamed"),
    ]
    five = {(one.profile, one.cutoff_s): one for one in found.coverage}["adult", 300]
    # Five minutes are 375 m: from Senate Square to Kaisaniemi's park it is 400 m as the crow flies.
    assert five.residents == (31, 31, 31, 24)
    assert five.seniors == (31, 31, 31, 24)

    write_changes(found.files, tmp_path / "out")
    page = (tmp_path / "out" / "comparison.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
    rows = csv.DictReader(io.StringIO(found.files["changes.csv"].decode("utf-8-sig")))
    assert [row["id"] for row in rows].count("senate") == 1
    assert len(json.loads(found.files["changes.geojson"])["features"]) == 3
    with pytest.raises(ConflictError, match="is not empty"):
        write_changes(found.files, tmp_path / "out")


def test_a_year_that_is_not_there(two_years: City) -> None:
    with pytest.raises(NotFoundError):
        compare_years(two_years, "learning", EditionAddress(2024), EditionAddress(2026))


def test_an_edition_compared_with_itself_differs_in_nothing(two_years: City) -> None:
    found = compare_years(two_years, "learning", EditionAddress(2026), EditionAddress(2026))
    assert found.comparison.points == ()
    assert all(len(set(one.residents)) == 1 for one in found.coverage)

"""Two years of a real city's map compared, from the store to the files."""

import csv
import io
import json
from pathlib import Path

import pytest

from learnmap.edition import CoverageChange
from learnmap.model.errors import ConflictError, IntegrityError, NotFoundError
from learnmap.model.records import AgeCount, DemandPoint
from learnmap.store import replace_demand_points, upsert_points
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.comparing import (
    EditionAddress,
    EditionChanges,
    compare_years,
    write_changes,
)
from learnmap.workflows.drafts import prepare
from learnmap.workflows.edition_residents import export_residents
from learnmap.workflows.editions import (
    Approval,
    export_edition,
    publish_edition,
    verify_published,
)
from learnmap.workflows.products import verify_export
from tests.workflows.conftest import ESPLANADI, KAISANIEMI, SENATE

EXEMPT = Approval(exemption="a test")
# At Senate Square, in Kaisaniemi's park, and far away in the east.
HOMES = (("a", 24.9525, 60.1695), ("b", 24.9463, 60.1716), ("c", 25.2, 60.2))


def load_residents(city: City, *counts: float) -> None:
    """Replace the residents of the three homes by so many, all of them of 60 years and more."""
    homes = [
        DemandPoint(
            id=one, longitude=lon, latitude=lat, counts=(AgeCount(age_from=60, residents=count),)
        )
        for (one, lon, lat), count in zip(HOMES, counts, strict=False)
    ]
    with city.store.begin() as tx:
        replace_demand_points(tx, homes, source="a test", actor="tester")


@pytest.fixture
def two_years(pointed: City) -> City:
    """Publish 2025 with three points; in 2026 two are closed and one has another name."""
    load_residents(pointed, 24, 7, 11)
    return published_twice(pointed)


def published_twice(pointed: City, *residents_of_2026: float) -> City:
    compute_city_catchments(pointed)
    publish_edition(pointed, "learning", 2025, approval=EXEMPT)
    if residents_of_2026:
        load_residents(pointed, *residents_of_2026)
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


def five_minutes(found: EditionChanges) -> CoverageChange:
    return {(one.profile, one.cutoff_s): one for one in found.coverage}["adult", 300]


def compared(city: City) -> EditionChanges:
    return compare_years(city, "learning", EditionAddress(2025), EditionAddress(2026))


def test_each_year_is_counted_with_the_residents_it_was_frozen_with(pointed: City) -> None:
    load_residents(pointed, 24, 7, 11)
    published_twice(pointed, 30, 9.5, 500)
    # What is on record later changes nothing.
    load_residents(pointed, 1, 1, 1)

    found = compared(pointed)

    assert found.counted_with == "each"
    # 2025: 24 + 7. With the residents of 2026: 30 + 9.5, as a whole number 40. The streets are
    # the same. The points that closed leave Senate Square alone: 30.
    assert five_minutes(found).residents == (31, 40, 40, 30)
    page = found.files["comparison.html"].decode()
    assert "residents that its edition was frozen with: 42 altogether in 2025, 540 in 2026" in page
    assert [verify_published(pointed, "learning", year).files for year in (2025, 2026)] == [7, 7]


def test_an_edition_frozen_without_residents_is_counted_with_those_of_the_other(
    pointed: City,
) -> None:
    published_twice(pointed, 24, 7, 11)
    load_residents(pointed, 1, 1, 1)

    found = compared(pointed)

    assert found.counted_with == "later"
    assert five_minutes(found).residents == (31, 31, 31, 24)
    page = found.files["comparison.html"].decode()
    assert "The edition of 2025 was frozen without residents" in page


def test_editions_frozen_without_residents_are_counted_with_those_of_today(pointed: City) -> None:
    published_twice(pointed)
    assert compared(pointed).coverage == ()
    load_residents(pointed, 2, 3, 4)

    found = compared(pointed)

    assert found.counted_with == "present"
    assert five_minutes(found).residents == (5, 5, 5, 2)
    page = found.files["comparison.html"].decode()
    assert "Both editions were frozen without residents" in page


def test_residents_are_kept_from_the_public_and_vouched_for(
    two_years: City, tmp_path: Path
) -> None:
    export_edition(two_years, "learning", 2026, tmp_path / "out")
    assert not (tmp_path / "out" / "residents.csv").exists()
    assert verify_export(tmp_path / "out")[0].files == 7

    export_residents(two_years, "learning", 2026, tmp_path / "out" / "residents.csv")
    assert (tmp_path / "out" / "residents.csv").read_bytes() == (
        b"longitude,latitude,residents_60_up\n24.9463,60.1716,7\n24.9525,60.1695,24\n25.2,60.2,11\n"
    )
    assert verify_export(tmp_path / "out")[0].files == 8
    (tmp_path / "out" / "residents.csv").write_bytes(b"longitude,latitude,residents_60_up\n")
    with pytest.raises(IntegrityError, match=r"residents\.csv has SHA-256"):
        verify_export(tmp_path / "out")
    with pytest.raises(ConflictError, match="is there already"):
        export_residents(two_years, "learning", 2026, tmp_path / "out" / "residents.csv")


def test_what_is_reviewed_holds_the_residents_too(pointed: City) -> None:
    compute_city_catchments(pointed)
    before = prepare(pointed, "learning", 2026).content_sha256
    load_residents(pointed, 24, 7, 11)
    assert prepare(pointed, "learning", 2026).content_sha256 != before

"""Nobody publishes an import of their own alone, in whatever city, by whatever way."""

from dataclasses import replace
from pathlib import Path

import pytest

from learnmap.model.errors import GateError
from learnmap.model.records import LearningPoint
from learnmap.store import importers, upsert_points
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.editions import Approval, check_edition, find_edition, publish_edition
from learnmap.workflows.import_runs import run_import, take_back_import
from learnmap.workflows.reviews import approve_edition, submit_edition
from tests.workflows.conftest import ESPLANADI, KAISANIEMI, SENATE

EXEMPT = Approval(exemption="a test")


def imported(city: City, folder: Path, *points: LearningPoint, phone: str) -> int:
    """Import points with another phone number, as the city's actor, and return the number."""
    file = folder / f"{phone}.csv"
    rows = [
        f"{one.id},{one.kind},{one.names['zh']},{one.names['en']},{one.longitude},{one.latitude},"
        f"a test,{one.assured_date},{phone}"
        for one in points
    ]
    columns = "id,kind,name_zh,name_en,longitude,latitude,source,assured_date,phone"
    file.write_text("\n".join([columns, *rows]), "utf-8")
    run = run_import(city, file)
    assert run.applied, run.checked.warnings
    assert run.import_id is not None
    return run.import_id


def acting(city: City, name: str) -> City:
    return replace(city, actor=name)


def refused(city: City, map_name: str = "learning") -> str | None:
    """Return what the second person's rule has against publishing, by the city's actor."""
    report = check_edition(city, map_name, 2026, approval=EXEMPT)
    said = [one.says for one in report.blocking if one.check == "second_person"]
    return said[0] if said else None


@pytest.fixture
def clerk(pointed: City) -> City:
    """Act as a clerk of a city that requires no review."""
    compute_city_catchments(pointed)
    return acting(pointed, "Clerk")


def test_an_import_of_ones_own_takes_another_to_publish_or_to_review(
    clerk: City, tmp_path: Path
) -> None:
    imported(clerk, tmp_path, SENATE, phone="021-1")
    with pytest.raises(GateError, match="second_person: Clerk applied an import that this edition"):
        publish_edition(clerk, "learning", 2026, approval=EXEMPT)
    # The console knows accounts by their names, however they were typed.
    assert refused(acting(clerk, "clerk")) is not None
    assert refused(acting(clerk, "second")) is None

    submit_edition(acting(clerk, "editor"), "learning", 2026)
    approve_edition(acting(clerk, "second"), "learning", 2026)
    assert refused(clerk) is None
    publish_edition(clerk, "learning", 2026, approval=EXEMPT)


def test_an_approval_of_other_content_lifts_nothing(clerk: City, tmp_path: Path) -> None:
    imported(clerk, tmp_path, SENATE, phone="021-1")
    submit_edition(acting(clerk, "editor"), "learning", 2026)
    approve_edition(acting(clerk, "second"), "learning", 2026)
    imported(clerk, tmp_path, SENATE, phone="021-2")
    assert refused(clerk) is not None


def test_only_imports_that_the_edition_holds_and_no_earlier_one_count(
    clerk: City, tmp_path: Path
) -> None:
    # Points that were edited one by one are no import.
    with clerk.store.begin() as tx:
        upsert_points(tx, [SENATE.model_copy(update={"phone": "021-0"})], actor="Clerk")
    assert refused(clerk) is None
    # A museum is on the learning map, and not on that of the elderly.
    imported(clerk, tmp_path, ESPLANADI, phone="021-1")
    assert refused(clerk) is not None
    assert refused(clerk, "elderly") is None

    publish_edition(acting(clerk, "second"), "learning", 2026, approval=EXEMPT)
    assert refused(clerk) is None
    number = imported(clerk, tmp_path, KAISANIEMI, phone="021-2")
    assert refused(clerk) is not None
    take_back_import(acting(clerk, "second"), number)
    assert refused(clerk) is None


def test_who_applied_it_counts_and_not_who_brought_the_file(clerk: City, tmp_path: Path) -> None:
    imported(clerk, tmp_path, SENATE, KAISANIEMI, phone="021-1")
    imported(acting(clerk, "li"), tmp_path, SENATE, phone="021-2")
    with clerk.store.begin() as tx:
        assert importers(tx, "learning", ["senate"]) == ["Clerk", "li"]
        assert importers(tx, "learning", ["kaisaniemi"]) == ["Clerk"]
        assert importers(tx, "learning", []) == []


def test_a_city_of_one_person_says_why_on_its_map(clerk: City, tmp_path: Path) -> None:
    imported(clerk, tmp_path, SENATE, phone="021-1")
    reason = {"second_person": "the office has one clerk"}
    publish_edition(clerk, "learning", 2026, approval=EXEMPT, overrides=reason)
    assert find_edition(clerk, "learning", 2026).published_by == "Clerk"

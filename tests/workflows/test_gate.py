"""What stands against publishing, what only warns, and the review by a second person."""

import datetime as dt
import json
import re
from dataclasses import replace

import pytest

from learnmap.model.errors import ConflictError, GateError, InvalidInputError
from learnmap.store import read_entries, upsert_points
from learnmap.workflows import gate_checks
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.cities import change_city
from learnmap.workflows.city import City
from learnmap.workflows.editions import (
    Approval,
    check_edition,
    find_edition,
    preview_edition,
    publish_edition,
    revise_edition,
    stored_edition,
    verify_published,
)
from learnmap.workflows.reviews import approve_edition, return_edition, review_of, submit_edition
from tests.workflows.conftest import ESPLANADI, SENATE

EXEMPT = Approval(exemption="a test")
LONG_AGO = dt.date(2020, 1, 31)


def found(city: City, approval: Approval = EXEMPT) -> dict[str, tuple[bool, str]]:
    """Return by check whether it blocks, and what it says."""
    report = check_edition(city, "learning", 2026, approval=approval)
    return {one.check: (one.blocks, one.says) for one in report.findings}


def change(city: City, *points: object) -> None:
    with city.store.begin() as tx:
        upsert_points(tx, points, actor="clerk")  # type: ignore[arg-type]


def test_a_page_that_is_too_big_is_told_and_published(
    pointed: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute_city_catchments(pointed)
    assert "page" not in found(pointed)
    monkeypatch.setattr(gate_checks, "PAGE_BYTES", 400_000)
    blocks, says = found(pointed)["page"]
    assert not blocks
    # Three points: nearly all of a page are its scripts and styles, 450,000 bytes, and the ground.
    megabytes = re.fullmatch(r"the page takes about (\S+) MB, more than the 0.4 MB that .*", says)
    assert megabytes is not None
    files = preview_edition(pointed, "learning", 2026, approval=EXEMPT)
    assert float(megabytes[1]) == pytest.approx(len(files["index.html"]) / 1e6, abs=0.06)


def test_each_fault_is_found_by_its_check_and_told_with_its_remedy(pointed: City) -> None:
    compute_city_catchments(pointed)
    assert {check for check, (blocks, _) in found(pointed).items() if blocks} == set()
    assert found(pointed)["opening_hours"] == (
        False,
        "3 open points have no opening hours: esplanadi, kaisaniemi, senate",
    )
    assert "certificate" in found(pointed)
    assert found(pointed, Approval(" ", ""))["approval"][0]

    change(
        pointed,
        SENATE.model_copy(update={"assured_date": LONG_AGO, "names": {"zh": "图书馆"}}),
        ESPLANADI.model_copy(update={"assured_date": None, "longitude": 24.9480}),
    )
    report = check_edition(pointed, "learning", 2026, approval=EXEMPT)
    said = {(one.check, one.says) for one in report.blocking}
    assert said == {
        ("catchments", "3 catchments are missing or out of date"),
        ("assured", "1 points were never assured: esplanadi"),
        ("assured", f"1 points were last assured before {_year_ago()}: senate"),
        ("translation", "1 points have no name in en: senate"),
    }
    with pytest.raises(GateError, match=r"never assured.*--override assured='REASON'"):
        publish_edition(pointed, "learning", 2026, approval=EXEMPT)


def test_an_override_is_recorded_in_the_log_the_facts_and_the_page(pointed: City) -> None:
    change(pointed, SENATE.model_copy(update={"assured_date": LONG_AGO}))
    compute_city_catchments(pointed)
    reason = "馆方来电确认。 / Confirmed by telephone."
    reasons = {"assured": reason, "translation": "not needed"}
    publish_edition(pointed, "learning", 2026, approval=EXEMPT, overrides=reasons)
    _, files = stored_edition(pointed, "learning", 2026)
    checks = json.loads(files["edition.json"])["checks"]
    # What found nothing was not overridden.
    assert [(one["check"], one["reason"]) for one in checks["overridden"]] == [("assured", reason)]
    assert not checks["reviewed"]
    assert "Confirmed by telephone." in files["index.html"].decode()
    assert "not reviewed by a second person" in files["index.html"].decode()
    verify_published(pointed, "learning", 2026)
    with pointed.store.begin() as tx:
        entry = read_entries(tx, subject="learning/2026/1")[-1]
    assert entry.details["overridden"] == checks["overridden"]
    assert any(line.startswith("certificate: ") for line in entry.details["warnings"])


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        ({"approval": "r"}, "'approval' cannot be overridden"),
        ({"review": "r"}, "accuracy, assured, translation"),
        ({"assured": " "}, "has no reason"),
    ],
)
def test_an_override_that_cannot_be_is_refused(
    pointed: City, overrides: dict[str, str], says: str
) -> None:
    with pytest.raises(InvalidInputError, match=says):
        check_edition(pointed, "learning", 2026, approval=EXEMPT, overrides=overrides)


def test_a_city_with_review_publishes_what_a_second_person_approved(pointed: City) -> None:
    change_city(pointed, changes={"review_required": True})
    compute_city_catchments(pointed)
    clerk, second = replace(pointed, actor="clerk"), replace(pointed, actor="second")
    with pytest.raises(GateError, match="was not submitted for review"):
        publish_edition(clerk, "learning", 2026, approval=EXEMPT)
    submit_edition(clerk, "learning", 2026)
    with pytest.raises(ConflictError, match="is in review already"):
        submit_edition(clerk, "learning", 2026)
    with pytest.raises(ConflictError, match="clerk drafted"):
        approve_edition(clerk, "learning", 2026)
    # The one who brought the points in is no second person, either.
    with pytest.raises(ConflictError, match="holds what tester brought in"):
        approve_edition(pointed, "learning", 2026)
    return_edition(second, "learning", 2026, note="look at the names")
    submit_edition(clerk, "learning", 2026)
    assert {one.actor for one in review_of(second, "learning", 2026).authors} == {"tester"}
    approve_edition(second, "learning", 2026, note="good")

    change(pointed, SENATE.model_copy(update={"address": "another"}))
    with pytest.raises(GateError, match="content has changed since second approved it"):
        publish_edition(clerk, "learning", 2026, approval=EXEMPT)
    submit_edition(clerk, "learning", 2026)
    approve_edition(second, "learning", 2026)
    publish_edition(clerk, "learning", 2026, approval=EXEMPT)
    _, files = stored_edition(clerk, "learning", 2026)
    assert json.loads(files["edition.json"])["checks"]["reviewed"]


def test_a_revision_says_what_it_corrects_and_the_old_one_stays(pointed: City) -> None:
    compute_city_catchments(pointed)
    publish_edition(pointed, "learning", 2026, approval=EXEMPT)
    before = stored_edition(pointed, "learning", 2026)[1]
    with pytest.raises(InvalidInputError, match="give a reason"):
        revise_edition(pointed, "learning", 2026, reason=" ")
    assert revise_edition(pointed, "learning", 2026, reason="a wrong name").revision == 2
    with pytest.raises(ConflictError, match="is begun already"):
        revise_edition(pointed, "learning", 2026, reason="again")
    publish_edition(pointed, "learning", 2026, approval=EXEMPT)
    old = find_edition(pointed, "learning", 2026, 1)
    assert (old.status, old.status_reason) == (
        "superseded",
        "superseded by revision 2: a wrong name",
    )
    assert stored_edition(pointed, "learning", 2026, 1)[1] == before
    assert verify_published(pointed, "learning", 2026, 1).revision == 1


def _year_ago() -> dt.date:
    """Return the day that the check counts from, by the clock of the city's settings."""
    china = dt.timezone(dt.timedelta(hours=8))
    return dt.datetime.now(china).date() - dt.timedelta(days=365)

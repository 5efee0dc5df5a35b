"""The steps of an edition between draft and publication, by what the command line says of them."""

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.reference.extracts import helsinki_file

LAST_MONTH = dt.datetime.now(dt.UTC).date() - dt.timedelta(30)
COLUMNS = "id,kind,name_zh,name_en,longitude,latitude,source,assured_date,address,opening_hours\n"
SENATE = "senate,library,参议院图书馆,Senate Library,24.95225,60.16945,a test,{day},Square 1,24/7\n"
EXEMPT = ("--approval-exemption", "a test")


@pytest.fixture
def town(learnmap: Run, tmp_path: Path) -> Run:
    """Bring a city to where its learning map could be published, all of it by the clerk."""
    learnmap("network", "build", helsinki_file())
    learnmap("city", "set", "--name-zh", "赫尔辛基")
    bring_in(learnmap, tmp_path, SENATE)
    return learnmap


def bring_in(learnmap: Run, folder: Path, row: str) -> None:
    table = folder / "points.csv"
    table.write_text(COLUMNS + row.format(day=LAST_MONTH), "utf-8")
    learnmap("import", "points", table)
    learnmap("catchments", "compute")


def test_from_a_blocked_gate_to_a_published_revision(town: Run, tmp_path: Path) -> None:
    blocked = town("edition", "gate", "2026", "learning", fails=True)
    assert "the learning edition 2026, revision 1, 3 findings block it" in blocked.stdout
    rows = [line.split() for line in blocked.stdout.splitlines() if line.startswith("blocks")]
    assert [row[1] for row in rows] == ["approval", "review", "second_person"]
    assert blocked.stderr == "learnmap: the learning edition 2026, revision 1, is blocked\n"

    submitted = town("edition", "submit", "2026", "learning").stdout
    assert "revision 1: in review, submitted by clerk" in submitted
    assert "brought in by clerk; another person approves" in submitted
    again = town("edition", "submit", "2026", "learning", fails=True)
    assert "is in review already, as clerk submitted it" in again.stderr
    own = town("edition", "review", "2026", "learning", "--approve", fails=True)
    assert "clerk drafted the learning edition 2026" in own.stderr

    shown = town("edition", "review", "2026", "learning", by="second").stdout
    assert "submitted by clerk" in shown
    assert "approved by" not in shown
    unsaid = town("edition", "review", "2026", "learning", "--return", by="second", fails=True)
    assert "say in a note what is to be mended" in unsaid.stderr
    note = ("--note", "the hours")
    back = town("edition", "review", "2026", "learning", "--return", *note, by="second").stdout
    assert "revision 1: a draft again" in back
    gone = town("edition", "review", "2026", "learning", by="second", fails=True)
    assert "no learning edition of 2026 is in review" in gone.stderr

    town("edition", "submit", "2026", "learning")
    approved = town("edition", "review", "2026", "learning", "--approve", by="second").stdout
    assert "approved by second; it can be published" in approved
    assert "approved" in town("edition", "list").stdout
    assert "may be published" in town("edition", "gate", "2026", "learning", *EXEMPT).stdout
    assert "published; manifest" in town("edition", "publish", "2026", "learning", *EXEMPT).stdout

    bare = town("edition", "revise", "2026", "learning", "--reason", "  ", fails=True)
    assert "give a reason why it is revised" in bare.stderr
    revised = town("edition", "revise", "2026", "learning", "--reason", "a wrong name").stdout
    assert "revision 2: draft; it takes the place of the published one" in revised
    twice = town("edition", "revise", "2026", "learning", "--reason", "another", fails=True)
    assert "revision 2, is begun already" in twice.stderr
    log = [json.loads(line) for line in audit(town, tmp_path)]
    steps = [(one["action"], one["actor"]) for one in log if one["action"].startswith("editions.")]
    assert steps == [
        ("editions.draft", "clerk"),
        ("editions.submit", "clerk"),
        ("editions.return", "second"),
        ("editions.submit", "clerk"),
        ("editions.approve", "second"),
        ("editions.publish", "clerk"),
        ("editions.draft", "clerk"),
    ]


def test_what_changed_after_the_approval_is_not_published(town: Run, tmp_path: Path) -> None:
    town("edition", "submit", "2026", "learning")
    town("edition", "review", "2026", "learning", "--approve", by="second")
    bring_in(town, tmp_path, SENATE.replace("Square 1", "Square 2"))

    changed = town("edition", "publish", "2026", "learning", *EXEMPT, fails=True)

    assert "its content has changed since second approved it" in changed.stderr
    # The approval was of other content, so that it lifts nothing any more.
    assert "clerk applied an import that this edition holds" in changed.stderr
    listed = town("edition", "list").stdout.splitlines()
    assert [row.split()[3] for row in listed[1:]] == ["approved"]

    both = town("edition", "review", "2026", "learning", "--approve", "--return", fails=True)
    assert both.stderr == "learnmap: give --approve or --return, not both\n"
    nothing = town("edition", "revise", "2026", "learning", "--reason", "a slip", fails=True)
    assert "there is no learning edition of 2026 published" in nothing.stderr


def audit(learnmap: Run, folder: Path) -> list[str]:
    learnmap("audit", "export", folder / "audit.jsonl")
    return (folder / "audit.jsonl").read_text("utf-8").splitlines()

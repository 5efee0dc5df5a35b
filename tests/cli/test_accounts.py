"""`learnmap account`: accounts by the command line, whose arguments hold no password."""

import io

import pytest

from learnmap.store import Store, read_entries
from tests.cli.conftest import Run

GOOD = "four plain words 4"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))
    return monkeypatch


def test_an_account_from_its_first_day_to_its_last(
    learnmap: Run, typed: pytest.MonkeyPatch, store: Store
) -> None:
    first = learnmap("account", "add", "chen", "--role", "admin", "--full-name", "陈")
    assert first.stdout == "chen: added, admin\n"
    typed.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))
    learnmap("account", "add", "zhang.min", "--role", "editor")
    assert learnmap("account", "role", "zhang.min", "publisher").stdout == "zhang.min: publisher\n"
    typed.setattr("sys.stdin", io.StringIO("another good one 5\n"))
    assert "all sessions have ended" in learnmap("account", "password", "zhang.min").stdout
    assert learnmap("account", "disable", "zhang.min").stdout == "zhang.min: disabled\n"
    lines = learnmap("account", "list").stdout.splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["chen", "陈", "admin", "yes", "password", lines[1].split()[-1]],
        ["zhang.min", "zhang.min", "publisher", "no", "password", lines[2].split()[-1]],
    ]
    assert learnmap("account", "enable", "zhang.min").stdout == "zhang.min: enabled, publisher\n"
    with store.begin() as tx:
        entries = read_entries(tx, subject="zhang.min")
    assert [(entry.actor, entry.action) for entry in entries] == [
        ("clerk", "account.add"),
        ("clerk", "account.role"),
        ("clerk", "account.password"),
        ("clerk", "account.disable"),
        ("clerk", "account.enable"),
    ]
    assert GOOD not in str(entries)


def test_what_cannot_be_is_told_in_one_line(learnmap: Run, typed: pytest.MonkeyPatch) -> None:
    unknown = learnmap("account", "disable", "nobody", fails=True)
    assert "there is no account 'nobody'" in unknown.stderr
    wrong_role = learnmap("account", "add", "chen", "--role", "boss", fails=True)
    assert "give one of planner, editor, publisher, admin" in wrong_role.stderr
    typed.setattr("sys.stdin", io.StringIO("short\n"))
    short = learnmap("account", "add", "chen", "--role", "admin", fails=True)
    assert "fewer than 12 characters" in short.stderr
    typed.setattr("sys.stdin", io.StringIO(""))
    nothing = learnmap("account", "add", "chen", "--role", "admin", fails=True)
    assert "no password on standard input" in nothing.stderr

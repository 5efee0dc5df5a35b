"""The table of roles, cell by cell, against one written by hand."""

import pytest

from learnmap.model.errors import NotAllowedError
from learnmap.model.roles import ACTIONS, MAY, ROLES, Action, Role, check_may, check_second_person

#                      planner editor publisher admin
EXPECTED = """
point.read              yes    yes    yes       yes
point.edit              no     yes    yes       no
route.edit              no     yes    yes       no
offering.edit           no     yes    yes       no
report.handle           no     yes    yes       no
import.check            no     yes    yes       no
import.apply            no     yes    yes       no
import.confirm          no     yes    yes       no
import.undo             no     yes    yes       no
coverage.read           yes    yes    yes       yes
scenario.edit           yes    yes    yes       no
edition.read            yes    yes    yes       yes
edition.draft           no     yes    yes       no
edition.review          no     no     yes       no
edition.publish         no     no     yes       no
edition.override        no     no     yes       no
edition.withdraw        no     no     yes       no
audit.read              no     yes    yes       yes
account.manage          no     no     no        yes
"""
TABLE = {line.split()[0]: line.split()[1:] for line in EXPECTED.strip().splitlines()}
COLUMNS = ("planner", "editor", "publisher", "admin")


def test_the_table_written_by_hand_has_every_cell() -> None:
    assert COLUMNS == ROLES
    assert tuple(TABLE) == ACTIONS
    assert set(MAY) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_each_cell(role: Role, action: Action) -> None:
    expected = TABLE[action][COLUMNS.index(role)] == "yes"
    assert (action in MAY[role]) is expected
    if expected:
        check_may("zhang", role, action)
    else:
        with pytest.raises(NotAllowedError, match=f"zhang is {role} and may not do {action}"):
            check_may("zhang", role, action)


def test_nobody_changes_the_table() -> None:
    with pytest.raises(TypeError):
        MAY["planner"] = MAY["admin"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        MAY["planner"].add("edition.publish")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("importers", "reviewers", "may"),
    [
        ([], [], True),  # nothing was imported
        (["li"], [], True),  # another's import: the publisher is the second person
        (["wang"], [], False),
        (["wang"], ["wang"], False),  # one's own review is nobody's second
        (["Wang"], ["WANG"], False),
        (["wang"], ["li"], True),
        (["li", "wang"], [], False),  # one import of several is one's own
        (["li", "wang"], ["li"], True),
    ],
)
def test_nobody_publishes_an_import_of_their_own_alone(
    importers: list[str], reviewers: list[str], *, may: bool
) -> None:
    if may:
        check_second_person("wang", importers=importers, reviewers=reviewers)
    else:
        with pytest.raises(NotAllowedError, match="wang applied an import"):
            check_second_person("wang", importers=importers, reviewers=reviewers)

"""What a scenario may say, before anybody asks whether it fits a city."""

from typing import Any

import pytest

from learnmap.model.errors import InvalidInputError
from learnmap.model.scenarios import ClosePoint, Scenario, scenario_of

CLOSE = {"change": "close_point", "id": "lib-1"}
REOPEN = {"change": "reopen_point", "id": "lib-1"}
MOVE = {"change": "move_point", "id": "lib-1", "longitude": 121.4, "latitude": 31.2}
HOURS = {"change": "set_hours", "id": "lib-1", "opening_hours": "Mo-Fr 09:00-17:00"}
PACE = {"change": "set_pace", "profile": "adult", "speed_m_per_s": 1.0}
LINK = {"change": "open_link", "begin": [121.4, 31.2], "end": [121.401, 31.2]}
NEW = {
    "change": "add_point",
    "id": "lib-1",
    "kind": "library",
    "names": {"zh": "新图书馆"},
    "longitude": 121.4,
    "latitude": 31.2,
}


def said(*changes: dict[str, Any], name: str = "试一试") -> Scenario:
    return scenario_of({"name": name, "changes": list(changes)})


def test_changes_keep_their_order_and_are_never_changed() -> None:
    scenario = said(MOVE, HOURS, REOPEN, PACE, LINK)
    assert [one.change for one in scenario.changes] == [
        "move_point",
        "set_hours",
        "reopen_point",
        "set_pace",
        "open_link",
    ]
    assert scenario_of(scenario.model_dump(mode="json")) == scenario
    with pytest.raises(ValueError, match="frozen"):
        scenario.name = "another"  # type: ignore[misc]
    assert said(CLOSE).changes == (ClosePoint(id="lib-1"),)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (CLOSE, CLOSE),
        (CLOSE, REOPEN),
        (CLOSE, MOVE),
        (HOURS, CLOSE),
        (MOVE, MOVE),
        (NEW, CLOSE),
        (MOVE, NEW),
        (NEW, HOURS),
        (PACE, PACE | {"speed_m_per_s": 0.8}),
        (LINK, LINK | {"begin": LINK["end"], "end": LINK["begin"]}),
    ],
)
def test_what_contradicts_or_repeats_is_named_by_both_positions(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    other = MOVE | {"id": "lib-2"}
    with pytest.raises(InvalidInputError) as refused:
        said(first, other, second)
    words = str(refused.value)
    assert words.startswith(f"change 3 ({second['change']} ")
    assert f"contradicts or repeats change 1 ({first['change']} " in words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (MOVE | {"latitude": 91.0, "longitude": 200.0}, "change 1 move_point: the new place: (200"),
        (MOVE | {"longitude": 31.2, "latitude": 121.4}, "look swapped: put longitude first"),
        (MOVE | {"longitude": float("nan")}, "are not numbers; give degrees"),
        (PACE | {"speed_m_per_s": 9}, "speed_m_per_s: Input should be less than or equal to 3"),
        (LINK | {"end": LINK["begin"]}, "put them on the two sides of what is opened"),
        (NEW | {"names": {}}, "has no name in any language"),
        (NEW | {"capacity": 0}, "capacity: Input should be greater than or equal to 1, not 0"),
        (HOURS | {"opening_hours": ""}, "change 1 set_hours opening_hours: "),
        (CLOSE | {"why": "rain"}, "change 1 close_point why: Extra inputs are not permitted"),
        (
            {"change": "burn_down", "id": "lib-1"},
            "'burn_down' found using 'change' does not match any of",
        ),
        ({}, "change 1: Unable to extract tag"),
    ],
)
def test_a_faulty_change_is_named_with_its_value(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        said(change)
    assert words in str(refused.value)


def test_a_scenario_has_a_name_and_a_list() -> None:
    for content, words in (
        ({"name": " ", "changes": []}, "name: "),
        ({"name": "x", "changes": "all"}, "changes: "),
        ([], "valid dictionary"),
        ({"name": "a\x00b"}, "control character"),
        ({"name": "x", "changes": [CLOSE | {"id": str(n)} for n in range(501)]}, "at most 500"),
    ):
        with pytest.raises(InvalidInputError, match=words):
            scenario_of(content)

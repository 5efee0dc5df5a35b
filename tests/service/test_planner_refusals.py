"""What scenarios refuse and warn of, in Chinese: held against the sentences as they are made."""

import re
from pathlib import Path

import pytest

from learnmap.model.errors import InvalidInputError
from learnmap.model.scenarios import Scenario, scenario_of
from learnmap.service.planner.scenario_draft import draft_of
from learnmap.service.planner.words.refusals import in_chinese
from learnmap.store import Store
from learnmap.workflows.planning.desk.desk import open_desk
from tests.service.planned_town import open_planned_town
from tests.unit.network.drawing import Drawing

LATIN_SENTENCE = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}")
AT = Drawing().at


def added(point_id: str, east: float, north: float, **changed: object) -> dict[str, object]:
    lon, lat = AT(east, north)
    point = {"change": "add_point", "id": point_id, "kind": "library", "names": {"en": "New"}}
    return {**point, "longitude": lon, "latitude": lat, **changed}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"change": "close_point", "id": "nowhere"}, "没有这个学习点"),
        ({"change": "close_point", "id": "lane"}, "暂停开放"),
        ({"change": "reopen_point", "id": "corner"}, "已经开放"),
        ({"change": "set_pace", "profile": "runner", "speed_m_per_s": 2}, "没有这种步行方式"),
        ({"change": "set_hours", "id": "corner", "opening_hours": "whenever"}, "无法识别"),
        (added("corner", 0, 0), "已有编号为 corner"),
        (added("new", 0, 0, kind="pub"), "没有类别 pub"),
        (added("new", 90_000, 0), "不在路网范围内"),
        (added("new", 500, -150), "100 米内没有"),
        (
            {"change": "open_link", "begin": AT(0, 0), "end": AT(500, -150)},
            "终点",
        ),
        ({"change": "open_link", "begin": AT(0.5, 10), "end": AT(-0.5, 10)}, "同一处"),
    ],
)
def test_a_change_that_does_not_fit_is_told_in_chinese(
    store: Store, tmp_path: Path, change: dict[str, object], words: str
) -> None:
    desk = open_desk(open_planned_town(store, tmp_path))
    scenario = scenario_of({"name": "try", "changes": [change]})
    assert isinstance(scenario, Scenario)
    (warning,) = desk.what_if(scenario).warnings
    told = in_chinese(warning)
    assert told is not None, warning
    assert told.startswith("第 1 项改动（")
    assert words in told
    assert not LATIN_SENTENCE.search(told), told


def test_what_contradicts_and_what_is_no_number_is_told_in_chinese() -> None:
    close = {"change": "close_point", "id": "corner"}
    with pytest.raises(InvalidInputError) as refused:
        scenario_of({"name": "try", "changes": [close, close]})
    told = in_chinese(str(refused.value))
    twice = [f"第 {position} 项改动（关闭学习点 corner）" for position in (2, 1)]
    assert told == f"{twice[0]}与{twice[1]}矛盾或重复；请去掉其中一项"
    draft = draft_of({"name": "try", "do": "pace", "pace_profile": "adult", "pace": "quick"})
    assert in_chinese(draft.fault) == "“quick”不是数字；请填写如 0.8 这样的数字"
    assert in_chinese("a sentence that nobody translated") is None

"""What scenarios and sites refuse or warn of, in Chinese; the sentences themselves are English."""

import re
from typing import Final

_CHANGES: Final = {
    "add_point": "增设学习点",
    "move_point": "搬迁学习点",
    "close_point": "关闭学习点",
    "reopen_point": "重开学习点",
    "set_hours": "改变开放时间",
    "set_pace": "改变步速",
    "open_link": "开门或架桥",
}
_STATUSES: Final = {
    "temporarily_closed": "暂停开放",
    "planned": "规划中",
    "closed": "已关闭",
}
_CHANGE: Final = re.compile(r"change (\d+) \((\w+) ([^()]*)\)")
_OF_CHANGE: Final = re.compile(_CHANGE.pattern + ": (.*)", re.DOTALL)
SENTENCES: Final = {
    r"the city has no such profile; its own are (.*)": r"本市没有这种步行方式；现有 \1",
    r"there is no such learning point; .*": "没有这个学习点，可能已被移除；请去掉这项改动",
    r"the point is (\w+) and not open; .*": r"该学习点的状态为“\1”，本来就未开放；请去掉这项改动",
    r"the point is open already; .*": "该学习点已经开放；请去掉这项改动",
    r"\((\S+), (\S+)\) lies outside the extract .*": (
        r"位置(\1, \2)不在路网范围内；请给出范围内的位置，经度在前"
    ),
    r"there is a learning point '(.*)' already; .*": r"已有编号为 \1 的学习点；请换一个编号",
    r"no kind '(.*)'; there are (.*)": r"没有类别 \1；现有 \2",
    r"opening hours '(.*)' cannot be read; .*": (
        r"开放时间“\1”无法识别；请按 OpenStreetMap 的写法，例如 Mo-Fr 09:00-17:00"
    ),
    r"its (begin|end) \((\S+), (\S+)\) has no street within (\S+) m; .*": (
        r"\1(\2, \3)在 \4 米内没有街道；请放在要连接的街道上"
    ),
    r"both ends join the streets at one place; .*": (
        "两端接到街道的同一处；请分别放在要打通的两侧街道上"
    ),
    r"it is (\S+) m long, and at most (\S+) m are taken for a bridge; .*": (
        r"长 \1 米，超过一座桥的上限 \2 米；请核对两端的位置"
    ),
    r"no street of (.*) within (\S+) m that hangs together with the others, .*": (
        r"\2 米内没有 \1 可走、并与路网相连的街道，因此没有人能走到；请移近街道"
    ),
}
"""Of one change, by pattern."""
_OTHERS: Final = {
    r"an opened link joins streets that were an island: homes beside them \((.*)\) set out .*": (
        r"打通的地方连上了原来孤立的街道：其旁的住家（\1）从此由这些街道出发，有些路程会变长"
    ),
    r"the streets have changed since it was saved .*": (
        "保存之后路网已经改变；请核对各处位置是否仍然合适，再保存一次"
    ),
    r"(.* (?:longitude|latitude)|pace): '(.*)' is no number; .*": (
        r"“\2”不是数字；请填写如 0.8 这样的数字"
    ),
    r"Value error, (.*)": r"\1",
    r"no three streets meet anywhere, .*": "没有三条街道相交的路口，因此没有候选地点",
    r"(\d+) new sites were asked for, and there are (\d+) candidates; .*": (
        r"要求新设 \1 处，而候选地点只有 \2 个；请减少数量"
    ),
}
_CONTRADICTS: Final = re.compile(
    f"(?P<one>{_CHANGE.pattern}) contradicts or repeats (?P<other>{_CHANGE.pattern}); leave .*"
)
_WORDS: Final = {"begin": "起点", "end": "终点", **_STATUSES}


def in_chinese(said: str) -> str | None:
    """Return a sentence in Chinese, None where there are no words for it."""
    if found := _OF_CHANGE.fullmatch(said):
        told = _translated(found[4], SENTENCES)
        return None if told is None else f"{_change(*found.group(1, 2, 3))}：{told}"
    if found := _CONTRADICTS.fullmatch(said.partition("changes: ")[2] or said):
        changes = (_CHANGE.fullmatch(found[name]) for name in ("one", "other"))
        one, other = (_change(*each.group(1, 2, 3)) for each in changes if each)
        return f"{one}与{other}矛盾或重复；请去掉其中一项"
    return _translated(said, _OTHERS)


def _change(position: str, kind: str, of: str) -> str:
    return f"第 {position} 项改动（{_CHANGES.get(kind, kind)} {of}）"


def _translated(said: str, patterns: dict[str, str]) -> str | None:
    for pattern, chinese in patterns.items():
        if found := re.fullmatch(pattern, said, re.DOTALL):
            told = chinese
            for number, group in enumerate(found.groups(), 1):
                told = told.replace(f"\\{number}", _WORDS.get(group, group))
            return told
    return None

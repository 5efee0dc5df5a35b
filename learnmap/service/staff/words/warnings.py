"""Doubts about a point, in the language of who looks at them."""

import re
from typing import Final

from learnmap.ingest import RowFault, say_in_chinese
from learnmap.store import PointWarning

_REMEDIES: Final[dict[str, tuple[str, str]]] = {
    "far_from_street": (
        "请核对位置和坐标系；太远的点没有步行范围。",
        "Look at the place; a point as far as that has no catchment.",
    ),
    "island": (
        "请核对位置，或把入口放到与其他街道相连的街上；否则没有步行范围。",
        "Look at the place, or put the entrance at a street of the city; else it has no catchment.",
    ),
    "in_water": (
        "请更正位置；桥上、码头或船上的点请勾选确认。",
        "Correct the place; tick it for a point on a bridge, a pier or a ship.",
    ),
    "near_duplicate": (
        "若是同一处，请修改原有的那个；若是两处，请勾选确认。",
        "If it is the same, change the other; if there are two, tick it.",
    ),
}
_CHINESE: Final = {
    r"has within (\d+) m only streets that join no others \(the nearest (\S+) m away\)": (
        r"\1 米以内只有不与其他街道相连的街道（最近的在 \2 米处）"
    ),
    r"is (\d+) m from the nearest street": r"离最近的街道 \1 米",
    r"has no street within 2 km": "2 公里内没有街道",
    r"lies in water": "位置在水里",
    r"may be the same as (.*)": r"可能与 \1 是同一处",
}


def warning_words(warning: PointWarning, language: str) -> str:
    """Say a doubt and what to do about it."""
    zh, en = _REMEDIES.get(warning.code, ("", ""))
    if language != "zh":
        first = warning.message[:1].upper() + warning.message[1:]
        return f"{first}. {en or warning.remedy}"
    for pattern, chinese in _CHINESE.items():
        match = re.fullmatch(pattern, warning.message, re.DOTALL)
        if match:
            said = re.sub(r"(\d+) m away", r"相距 \1 米", match.expand(chinese))
            return f"{said.replace(' and ', '、').replace(' more', ' 处')}。{zh}"
    return fault_words(
        RowFault(1, None, warning.column, warning.value, warning.message, warning.remedy), language
    )


def fault_words(fault: RowFault, language: str) -> str:
    """Say a fault and its remedy."""
    chinese = say_in_chinese(fault) if language == "zh" else None
    if chinese is not None:
        return chinese if chinese.endswith("。") else f"{chinese}。"
    said = f"{fault.message}; {fault.remedy}"
    return f"{said[:1].upper()}{said[1:]}."

"""What the check of a file found, as plain values that a page shows by parts."""

import re
from collections.abc import Sequence
from typing import Any, Final

from learnmap.ingest import FaultyTableError, RowFault
from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.workflows.checked_files import CheckedFile
from learnmap.workflows.chinese_warnings import warning_in
from learnmap.workflows.import_reports import by_title, warnings_as_faults
from learnmap.workflows.point_changes import PointChanges

SHOWN: Final = 200
"""So many rows of a list stand on a page."""


def report_of_faults(error: FaultyTableError, mapping: ColumnMapping | None) -> dict[str, Any]:
    """Tell of a file that is refused."""
    faults = (*error.faults, *error.warnings)
    return {
        "faults": _faults(faults, mapping),
        "changes": None,
        "notes": [],
        "nothing": False,
        "unplaced": 0,
    }


def report_of_check(checked: CheckedFile) -> dict[str, Any]:
    """Tell of a file without errors, and what it would do."""
    faults = warnings_as_faults(checked.warnings)
    return {
        "faults": _faults(faults, checked.columns),
        "changes": plain_changes(checked.changes),
        "notes": list(checked.notes),
        "nothing": checked.changes.nothing,
        "unplaced": len(checked.unplaced),
        "left_out": sorted(checked.left_out),
    }


def plain_changes(changes: PointChanges) -> dict[str, Any]:
    """Return what becomes of records: how many, and the first of each list."""
    return {
        "added": _first(changes.added),
        "changed": {
            "count": len(changes.changed),
            "shown": [
                [change.point_id, [[name, _cell(old), _cell(new)] for name, old, new in columns]]
                for change in changes.changed[:SHOWN]
                for columns in (change.columns,)
            ],
        },
        "unchanged": _first(changes.unchanged),
        "missing": _first(changes.missing),
        "removed": _first(changes.removed),
    }


def changes_in_words(changes: dict[str, Any], language: str) -> dict[str, Any]:
    """Return changes with shapes, stops and counts told in a language."""
    if language != "zh":
        return changes
    shown = [
        [key, [[name, *(_in_chinese(name, value) for value in pair)] for name, *pair in columns]]
        for key, columns in changes["changed"]["shown"]
    ]
    return {**changes, "changed": {**changes["changed"], "shown": shown}}


def faults_of(report: dict[str, Any]) -> list[RowFault]:
    """Return the faults that a report holds."""
    return [RowFault(**fault) for fault in report["faults"]]


def in_words(faults: Sequence[RowFault], language: str) -> list[RowFault]:
    """Return faults with their messages and remedies in a language."""
    return [warning_in(fault, language) for fault in faults]


def _faults(faults: Sequence[RowFault], mapping: ColumnMapping | None) -> list[dict[str, Any]]:
    ordered = sorted(faults, key=lambda fault: (fault.line, fault.severity != "error"))
    named = (by_title(fault, mapping) for fault in ordered)
    return [{name: getattr(fault, name) for name in RowFault.__slots__} for fault in named]


_CHINESE: Final = {
    "geometry": ((r"\w+ of (\d+) places, POINT \((.*)\)", r"\1 个位置，中心在 \2"),),
    "line": ((r"\w+ of (\d+) places, POINT \((.*)\)", r"\1 个位置，中心在 \2"),),
    "stops": ((r"\((\d+) min\)", r"(\1 分钟)"),),
    "counts": (
        (r"(\S+) of (\d+) to any age", r"\2 岁及以上 \1 人"),
        (r"(\S+) of (\d+) to (\d+)", r"\2 至 \3 岁 \1 人"),
    ),
}
"""What stands for what `learnmap.workflows.point_changes` writes of such columns."""


def _in_chinese(column: str, value: str | None) -> str | None:
    if value is None:
        return None
    for pattern, chinese in _CHINESE.get(column, ()):
        value = re.sub(pattern, chinese, value)
    return value


def _first(ids: Sequence[str]) -> dict[str, Any]:
    return {"count": len(ids), "shown": list(ids[:SHOWN])}


def _cell(value: object) -> str | None:
    return None if value is None else str(value)

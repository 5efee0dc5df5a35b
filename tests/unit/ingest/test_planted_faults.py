"""Twenty thousand rows as a city has them, with faults of every kind among them."""

import datetime as dt
from pathlib import Path

import pytest

from learnmap.ingest import FaultyTableError, read_points
from learnmap.ingest.chinese_faults import say_in_chinese

ROWS = 20_000
PLANTED = 137
BOX = (120.85, 30.67, 122.0, 31.88)
HEADER = (
    "编号",
    "学习点名称",
    "类别",
    "详细地址",
    "经度",
    "纬度",
    "联系电话",
    "核实日期",
    "命名年份",
    "状态",
    "无障碍",
    "开放时间",
)
FAULTS: tuple[tuple[str, str], ...] = (
    ("经度", "nan"),
    ("纬度", "inf"),
    ("经度", "１２１．４７"),
    ("经度", "121°28′"),
    ("纬度", "31_2"),
    ("经度", "200"),
    ("纬度", "95"),
    ("经度", "104.06"),
    ("经度", ""),
    ("类别", "书店"),
    ("类别", ""),
    ("学习点名称", ""),
    ("学习点名称", "长" * 201),
    ("学习点名称", "响\x07铃"),
    ("编号", ""),
    ("编号", "1.2E+05"),
    ("编号", "310101199001011000"),
    ("编号", "黄浦 1"),
    ("编号", "SH-00001"),
    ("核实日期", "46082"),
    ("核实日期", "2026-02-30"),
    ("核实日期", "去年"),
    ("核实日期", "#REF!"),
    ("命名年份", "二〇一八"),
    ("状态", "也许"),
    ("无障碍", "?"),
    ("联系电话", "2.1E+10"),
)
"""A column, and what is wrong in it; each is one fault."""


def _rows() -> list[list[str]]:
    """Return rows without any fault, spread over the city."""
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(300)]
    written = ("{0:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{0.year}年{0.month}月{0.day}日")
    return [
        [
            f"SH-{n:05d}",
            f"第{n}社区学校",
            ("社区学校", "图书馆", "居村委学习点", "museum")[n % 4],
            f"某路{n}号，近地铁",
            f"{121 + n % 200 * 0.004:.4f}",
            f"{30.9 + n // 200 * 0.008:.4f}",
            f"021-{50_000_000 + n}",
            written[n % 3].format(days[n % 300]),
            str(2001 + n % 25),
            ("开放", "open", "暂停开放")[n % 3],
            ("有", "部分", "无", "")[n % 4],
            "Mo-Fr 09:00-17:00; PH off",
        ]
        for n in range(ROWS)
    ]


def _write(path: Path, rows: list[list[str]]) -> Path:
    lines = [",".join(HEADER), *(",".join(row) for row in rows)]
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def test_each_planted_fault_is_reported_and_the_mended_file_is_taken(tmp_path: Path) -> None:
    rows = _rows()
    mended = _write(tmp_path / "mended.csv", rows)
    expected = []
    for number in range(PLANTED):
        at = 100 + number * 145  # The last one is row 19,820.
        column, value = FAULTS[number % len(FAULTS)]
        rows[at][HEADER.index(column)] = value
        expected.append((at + 2, column))  # Lines count from 1, and the first is the header.
    with pytest.raises(FaultyTableError) as caught:
        read_points(_write(tmp_path / "faulty.csv", rows), city_box=BOX)
    found = [(fault.line, fault.column) for fault in caught.value.faults]
    assert found == expected
    assert all(fault.message and fault.remedy for fault in caught.value.faults)
    assert [fault for fault in caught.value.faults if say_in_chinese(fault) is None] == []
    assert caught.value.warnings == ()

    points = read_points(mended, city_box=BOX)
    assert len(points.points) == ROWS
    assert points.lines == tuple(range(2, ROWS + 2))
    assert points.warnings == ()
    assert points.notes == ("the file was read as GB18030",)

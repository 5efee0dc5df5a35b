"""Workbooks as districts deliver them, written for the tests."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl

HEADER = ("学习点名称", "类别", "地址", "经度", "纬度")
ROW = ("南京东路社区学校", "社区学校", "贵州路160号", 121.4801, 31.2352)


def new_workbook(rows: Iterable[Iterable[Any]], *, title: str = "黄浦") -> Any:
    """Return a workbook of one worksheet and the worksheet."""
    book = openpyxl.Workbook()
    worksheet = book.active
    worksheet.title = title
    for row in rows:
        worksheet.append(list(row))
    return book, worksheet


def save(book: Any, folder: Path, name: str = "points.xlsx") -> Path:
    """Save a workbook and return its path."""
    path = folder / name
    book.save(path)
    return path

"""Words, days and numbers as clerks write them."""

import datetime as dt
from pathlib import Path

import pytest

from learnmap.ingest import FaultyTableError, read_points
from learnmap.ingest.cells import CellError, date, number, truth
from learnmap.ingest.meant_numbers import read_meant
from learnmap.model.kinds import KINDS, Kind


def _read(folder: Path, column: str, value: str, kinds: tuple[Kind, ...] = KINDS) -> object:
    row = {"id": "A", "kind": "library", "name_zh": "甲", "longitude": "121", "latitude": "31"}
    row[column] = value
    path = folder / "points.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()), encoding="utf-8")
    (point,) = read_points(path, kinds=kinds).points
    return getattr(point, column)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_kind_is_understood_by_code_and_by_both_labels(tmp_path: Path, kind: Kind) -> None:
    words = (kind.code, kind.zh, kind.en, kind.en.upper())
    assert {_read(tmp_path, "kind", word) for word in words} == {kind.code}


def test_a_city_names_its_own_kinds(tmp_path: Path) -> None:
    teahouse = Kind("teahouse", "书场茶馆", "Teahouse", ("learning",), "#000000")
    assert _read(tmp_path, "kind", "书场茶馆", (*KINDS, teahouse)) == "teahouse"
    with pytest.raises(FaultyTableError, match="did you mean 书场茶馆"):
        _read(tmp_path, "kind", "书场茶室", (*KINDS, teahouse))


@pytest.mark.parametrize(
    ("column", "word", "code"),
    [
        ("status", "开放", "open"),
        ("status", "装修", "temporarily_closed"),
        ("status", "停办", "closed"),
        ("status", "筹建", "planned"),
        ("accessibility", "是", "step_free"),
        ("accessibility", "部分", "partly"),
        ("accessibility", "无", "steps"),
        ("accessibility", "不详", "unknown"),
        ("source_datum", "CGCS 2000", "cgcs2000"),
        ("source_datum", "火星坐标系", "gcj02"),
        ("fictional", "是", True),
        ("fictional", "否", False),
    ],
)
def test_words_become_codes(tmp_path: Path, column: str, word: str, code: object) -> None:
    assert _read(tmp_path, column, word) == code


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "2026-3-1",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        "2026年03月01",
        "2026-03-01 00:00:00",
    ],
)
def test_a_day_is_read_in_the_ways_it_is_written(text: str) -> None:
    assert date(text) == dt.date(2026, 3, 1)


@pytest.mark.parametrize("text", ["3/1/2026", "2026-3/1", "2026年3月", "26.3.1", "2026-13-01"])
def test_what_may_be_another_day_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        date(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("１２１．４７３７", "121.4737"),
        ("121。4737", "121.4737"),
        ("1_2", "12"),
        ("121,4737", "121.4737"),
        # 121 + 28/60 + 25.32/3600 = 121.4737
        ("121°28′25.32″", "121.4737"),
        ("东经121度28分25.32秒", "121.4737"),
        ("121°28'25.32\"E", "121.4737"),
        ("121°28.422'", "121.4737"),
        ("E121.4737", "121.4737"),
        ("121.4737°", "121.4737"),
        ("121.4737\u200b", "121.4737"),
        ("31 .2", "31.2"),
        ("121.4.7", None),
        ("约121", None),
        ("#REF!", None),
    ],
)
def test_a_remedy_says_the_number_that_was_meant(text: str, meant: str | None) -> None:
    assert read_meant(text) == meant
    with pytest.raises(CellError) as caught:
        number(text)
    assert (meant or "121.4737") in caught.value.remedy


def test_yes_and_no_are_words_or_marks() -> None:
    assert [truth(word) for word in ("√", "有", "×", "无")] == [True, True, False, False]

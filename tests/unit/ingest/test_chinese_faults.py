"""Whatever the reading of a file says of it, a district is told in Chinese."""

import dataclasses
import re
from pathlib import Path

import pytest

from learnmap.ingest import RowFault, chinese_faults, chinese_refusals
from learnmap.ingest.chinese_faults import in_language, say_in_chinese, translate
from learnmap.ingest.chinese_notes import say_note_in_chinese
from tests.unit.ingest.said_by_the_reading import kinds_of_files, said_by

INGEST = Path(chinese_faults.__file__).parent
READING = (
    "address_rows",
    "areas_file",
    "cells",
    "csv_gate",
    "geojson_gate",
    "geopackage_gate",
    "gpx_gate",
    "gpx_routes",
    "invisible",
    "mapped_table",
    "meant_numbers",
    "named_places",
    "named_table",
    "offerings_file",
    "outlined_points",
    "peopled_areas",
    "placement",
    "point_cells",
    "point_columns",
    "point_ids",
    "point_rows",
    "point_source",
    "point_words",
    "points_file",
    "raster_cells",
    "residents_file",
    "residents_raster",
    "routes_file",
    "rows",
    "same_names",
    "shapes",
    "sheet",
    "sheet_layout",
    "table",
    "table_source",
    "text_file",
    "unplaced_rows",
    "workbook_archive",
    "workbook_cells",
    "xlsx_gate",
)
"""Modules that a file of any records goes through."""


@pytest.mark.parametrize("module", READING)
def test_each_message_and_remedy_has_chinese_words(module: str) -> None:
    tables = {
        "message": chinese_faults.MESSAGES,
        "remedy": chinese_faults.REMEDIES,
    }
    missing = [
        (what, line, texts[-1])
        for what, line, texts in said_by(INGEST / f"{module}.py")
        if what in tables and not any(translate(text, tables[what]) for text in texts)
    ]
    assert missing == []


@pytest.mark.parametrize("module", READING)
def test_no_message_stays_half_english(module: str) -> None:
    tables = {"message": chinese_faults.MESSAGES, "remedy": chinese_faults.REMEDIES}
    english = re.compile(r"\b(the|its|is|are|cannot|geometry|give|confirm)\b")
    left = [
        said
        for what, _, texts in said_by(INGEST / f"{module}.py")
        if what in tables and (said := next(filter(None, _said(texts, tables[what])), ""))
        if english.search(said)
    ]
    assert left == []


def _said(texts: list[str], table: dict[str, str]) -> list[str | None]:
    return [translate(text, table) for text in texts]


def test_the_texts_of_the_reading_are_found() -> None:
    # So that the test above cannot pass by finding nothing: counted by hand in these modules.
    assert len(list(said_by(INGEST / "same_names.py"))) == 2
    assert len([one for one in said_by(INGEST / "sheet.py") if one[0] != "note"]) == 6
    assert len(list(said_by(INGEST / "invisible.py"))) == 2
    # A pair that is given to both names, and one that goes through a helper.
    assert [text[-1] for what, _, text in said_by(INGEST / "areas_file.py") if what == "message"][
        -4:
    ] == [
        "is no area of this file",
        "is no area of the file of outlines",
        "belongs to itself: 甲x",
        "is a 甲x, which holds no 甲x",
    ]
    assert ("message", "its geometry is empty") in {
        (what, texts[0]) for what, _, texts in said_by(INGEST / "shapes.py")
    }


def test_what_a_file_may_be_has_chinese_words() -> None:
    kinds = set[str]().union(*(kinds_of_files(INGEST / f"{name}.py") for name in READING))
    assert "a gzip archive" in kinds
    assert kinds <= chinese_refusals.NOUNS.keys()


@pytest.mark.parametrize("module", READING)
def test_each_note_has_chinese_words(module: str) -> None:
    missing = [
        (line, texts[-1])
        for what, line, texts in said_by(INGEST / f"{module}.py")
        if what == "note" and not any(say_note_in_chinese(text) for text in texts)
    ]
    assert missing == []


def test_the_notes_of_the_reading_are_found() -> None:
    # Counted by hand: two of the separators, one of them chosen from three, and the encoding.
    assert [what for what, _, _ in said_by(INGEST / "csv_gate.py")].count("note") == 2
    assert [what for what, _, _ in said_by(INGEST / "mapped_table.py")].count("note") == 2
    assert [what for what, _, _ in said_by(INGEST / "point_ids.py")].count("note") == 1


FAULT = RowFault(3, "a", "电话", "x", "does not look like a phone number", "")


@pytest.mark.parametrize(
    ("message", "remedy", "chinese"),
    [
        (
            "the file is a gzip archive, not CSV",
            "save it as CSV UTF-8 (in a spreadsheet: Save as, CSV UTF-8)",
            "文件是gzip 压缩文件，不是 CSV。请在表格软件里另存为“CSV UTF-8”",
        ),
        (
            "the file is named a.csv and is a zip archive, such as an xlsx workbook",
            "name it .xlsx if it is one",
            "文件名为 a.csv，内容是压缩包，例如 xlsx 工作簿。若属实，请改以 .xlsx 结尾",
        ),
        (
            "is no column of this table",
            "did you mean 'phone'? Rename it or remove it; known are id, kind",
            "不是本表的列。是否为“phone”?请改名或删除该列。可用的列:id, kind",
        ),
        (
            r"the sheet 'a\1{1}' is empty",
            "give a header and at least one row",
            r"工作表 'a\1{1}' 是空的。请给出表头和至少一行内容",
        ),
    ],
)
def test_what_is_put_in_stays_as_it_is(message: str, remedy: str, chinese: str) -> None:
    fault = dataclasses.replace(FAULT, message=message, remedy=remedy)
    assert say_in_chinese(fault) == chinese
    said = in_language(fault, "zh")
    assert f"{said.message}。{said.remedy}" == chinese
    assert in_language(fault, "en") == fault


def test_what_has_no_words_stays_english() -> None:
    fault = dataclasses.replace(FAULT, message="is odd", remedy="ask")
    assert say_in_chinese(fault) is None
    assert in_language(fault, "zh") == fault

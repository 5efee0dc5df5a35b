"""``learnmap import``: how the columns of a file are understood, and the report to send back."""

from pathlib import Path

import openpyxl

from learnmap.ingest.report_titles import PROBLEMS
from tests.cli.conftest import Run

HEADER = "点,类别,经度,纬度,热线,备注"
ROW = "东校,图书馆,121.4,31.2,63511234,x"


def rows_of(text: str) -> dict[str, str]:
    """Return what is printed of each column, by the column."""
    lines = [line.split(None, 1) for line in text.splitlines()]
    return {words[0]: " ".join(words[1].split()) for words in lines if len(words) == 2}


def test_columns_are_shown_corrected_remembered_and_forgotten(
    learnmap: Run, tmp_path: Path
) -> None:
    file = tmp_path / "points.csv"
    file.write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    refused = learnmap("import", "points", file, fails=True)
    shown = rows_of(refused.stdout)
    assert shown["类别"] == "kind synonym: it is a usual name for it"
    assert shown["点"] == "(ignored) like no column of ours"
    assert "'name_zh' is missing" in refused.stderr

    said = ("--column", "name_zh=点", "--column", "phone = 热线", "--ignore", "备注")
    dry = learnmap("import", "points", file, "--source", "黄浦", *said, "--dry-run").stdout
    shown = rows_of(dry)
    assert (shown["点"], shown["热线"], shown["备注"]) == (
        "name_zh told",
        "phone told",
        "(ignored) told",
    )
    assert "no columns are remembered" in learnmap("import", "mapping", "黄浦", fails=True).stderr
    learnmap("import", "points", file, "--source", "黄浦", *said)
    kept = learnmap("import", "mapping", "黄浦").stdout
    assert "from import 1 of points.csv, by clerk" in kept
    assert rows_of(kept)["备注"] == "(ignored)"

    file.write_text(f"{HEADER}2\n{ROW}\n".replace("热线", "电话"), encoding="utf-8")
    again = learnmap("import", "points", file, "--source", "黄浦", "--dry-run").stdout
    assert rows_of(again)["点"] == "name_zh remembered"
    assert "columns remembered for 黄浦 from import 1, points.csv" in again
    assert "'热线', remembered as phone, is not in this file; '电话' is taken instead" in again

    assert "are forgotten" in learnmap("import", "mapping", "黄浦", "--forget").stdout
    wrong = learnmap("import", "points", file, "--column", "name_zh", fails=True).stderr
    assert "--column 'name_zh': write it like --column name_zh=名称" in wrong
    twice = ("--column", "name_zh=点", "--column", "name_zh=类别")
    assert "name_zh is given twice" in learnmap("import", "points", file, *twice, fails=True).stderr


def test_a_report_is_written_of_errors_and_of_warnings(learnmap: Run, tmp_path: Path) -> None:
    learnmap("city", "set", "--name-en", "Town", "--name-zh", "城")
    file, to = tmp_path / "points.csv", tmp_path / "back.xlsx"
    said = ("--column", "name_zh=点", "--column", "phone=热线", "--dry-run", "--report", to)
    bad = ROW.replace("121.4", "121°24′").replace("东", "西")
    file.write_text(f"{HEADER}\n{ROW}\n{bad}\n", encoding="utf-8")
    faulty = learnmap("import", "points", file, *said, fails=True)
    assert f"{to}: the file with its faults and warnings marked, 1 in all" in faulty.stdout
    sheet = openpyxl.load_workbook(to)["points"]
    assert sheet["G1"].value == PROBLEMS
    assert sheet["C3"].value == "121°24′"
    assert sheet["G3"].value.startswith("错误：经度：不是数字。请用半角数字")

    # Beside each other with one name: a check of the city, in the column as the file calls it.
    file.write_text(f"{HEADER}\n{ROW}\n{ROW.replace('121.4', '121.40001')}\n", encoding="utf-8")
    same = ("--column", "address=备注")
    file.write_text(file.read_text("utf-8").replace("34,x\n", "34,外滩1号\n", 1), encoding="utf-8")
    learnmap("import", "points", file, *said, *same, "--language", "zh")
    sheet = openpyxl.load_workbook(to)["points"]
    assert sheet["G3"].value.startswith("待确认：点：可能与下列学习点是同一处：made-")
    assert sheet["A3"].comment is not None
    learnmap("import", "points", file, *said, *same, "--language", "en")
    assert "To confirm: 点: may be the same as" in openpyxl.load_workbook(to)["points"]["G3"].value

    over = learnmap("import", "points", file, "--report", file, fails=True).stderr
    assert "let its name end in .xlsx" in over
    book = tmp_path / "own.xlsx"
    openpyxl.Workbook().save(book)
    assert (
        "is the file itself"
        in learnmap("import", "points", book, "--report", book, fails=True).stderr
    )
    tongue = ("--report", to, "--language", "fr")
    assert (
        "language 'fr' is unknown" in learnmap("import", "points", file, *tongue, fails=True).stderr
    )

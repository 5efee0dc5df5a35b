"""The same document as a page and as sheets of paper."""

import io
import re
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from learnmap.products.document_sheet import document_sheet
from learnmap.render.charts import Bar, bar_chart
from learnmap.render.document import Document, Figure, KeyFigure, Section, Table
from learnmap.render.document_page import render_document

HOSTILE = "<script>alert(1)</script> #panic() $x$ & \"'"
DOCUMENT = Document(
    language="en",
    title="Coverage of River Town",
    subtitle="Who can walk to a learning point",
    made_on="2026-11-30",
    fictional="Fictional data",
    key_figures=[KeyFigure("61.5 %", "of residents within 15 minutes")],
    sections=[
        Section(
            "By district",
            text=["Walks are from door to door.", HOSTILE],
            figures=[Figure(bar_chart("Shares", [Bar("West", 0.6, "60 %")]), "Shares by district")],
            tables=[
                Table(
                    "Residents",
                    ["District", "Covered", "Total"],
                    [["西区 West", "10.5", "20"], [HOSTILE, "3", "4"]],
                    numbers=2,
                )
            ],
            notes=["Who lives on no street counts as not covered."],
        )
    ],
    foot="© OpenStreetMap contributors, ODbL 1.0",
)


class Cells(HTMLParser):
    """Collects the cells of tables, and what is loaded or run."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self._open = False

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] += data


def test_the_page_has_each_cell_and_runs_nothing() -> None:
    page = render_document(DOCUMENT).decode("utf-8")
    read = Cells()
    read.feed(page)
    assert read.rows == [
        ["District", "Covered", "Total"],
        ["西区 West", "10.5", "20"],
        [HOSTILE, "3", "4"],
    ]
    assert "script" not in read.tags
    assert "default-src 'none'" in page
    assert '<html lang="en">' in page
    assert '<html lang="zh-CN">' in render_document(replace(DOCUMENT, language="zh")).decode()
    assert "Fictional data" in page
    assert 'role="note"' not in render_document(replace(DOCUMENT, fictional="")).decode()


def text_of(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "document.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "document.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_sheets_say_the_same_and_stay_the_same(tmp_path: Path) -> None:
    pdf = document_sheet(DOCUMENT)
    assert pdf == document_sheet(DOCUMENT)
    assert io.BytesIO(pdf).read(5) == b"%PDF-"
    told = re.sub(r"\s+", " ", text_of(pdf, tmp_path))
    for text in (
        "Coverage of River Town",
        "61.5 %",
        "By district",
        "西区 West",
        "Shares by district",
        "© OpenStreetMap contributors, ODbL 1.0",
        "#panic() $x$",
        "1/1",
    ):
        assert text.replace(" ", "") in told.replace(" ", ""), text


@pytest.mark.parametrize("rows", [0, 400])
def test_tables_of_any_length_can_be_set(rows: int, tmp_path: Path) -> None:
    table = Table("Residents", ["Area", "Total"], [[f"area {k}", f"{k}"] for k in range(rows)], 1)
    long = replace(DOCUMENT, sections=[Section("All", tables=[table])])
    told = text_of(document_sheet(long), tmp_path)
    # The header stands again on each sheet.
    assert told.count("Total") == max(1, len(told.split("\f")) - 1)
    if rows:
        assert "area 399" in told

"""What a spreadsheet might run is kept as text, and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnmap.model.safe_cells import plain_cell, safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+86 21 5550",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
    ],
)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "图书馆", "021-12345678", "'quoted'", "a=b", " =1"])
def test_other_texts_stay(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text(alphabet="'=+-@\t＝a9 ", max_size=8))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text
    assert safe_cell(text)[:1] not in {"=", "+", "-", "@", "\t", "＝"}

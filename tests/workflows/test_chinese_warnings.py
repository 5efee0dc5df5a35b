"""What the city's checks warn of has Chinese words, whichever of them it is."""

from pathlib import Path

import pytest

from learnmap.ingest import RowFault
from learnmap.ingest.chinese_faults import translate
from learnmap.ingest.datum_check import Code, DatumCheck
from learnmap.ingest.datum_evidence import Evidence
from learnmap.workflows import chinese_warnings, point_checks
from learnmap.workflows.chinese_warnings import warning_in
from learnmap.workflows.datum_check import tell
from tests.unit.ingest.said_by_the_reading import said_by


def _warning(message: str, remedy: str = "") -> RowFault:
    return RowFault(2, "a", "longitude", "v", message, remedy, "line", "warning")


@pytest.mark.parametrize("module", ["point_checks", "checked_files"])
def test_each_message_and_remedy_has_chinese_words(module: str) -> None:
    path = Path(point_checks.__file__).with_name(f"{module}.py")
    found = list(said_by(path))
    tables = {"message": chinese_warnings.MESSAGES, "remedy": chinese_warnings.REMEDIES}
    # 4 checks with 5 messages; the message of the datum check has a test of its own.
    assert len(found) >= {"point_checks": 9, "checked_files": 1}[module]
    missing = [
        (what, line, texts[-1])
        for what, line, texts in found
        if not any(translate(text, tables[what]) for text in texts)
    ]
    assert missing == []


def test_near_duplicates_are_named_with_their_places() -> None:
    message = (
        "may be the same as old (Library (new)) 8 m away, b (音乐学校, line 3) 5 m away and 2 more"
    )
    assert warning_in(_warning(message), "zh").message == (
        "可能与下列学习点是同一处：old (Library (new)) 相距 8 米, b (音乐学校，第 3 行) 相距 5 米"
        " 等，另有 2 处"
    )
    assert warning_in(_warning(message), "en").message == message


@pytest.mark.parametrize("others", [0, 11])
@pytest.mark.parametrize("best_m", [12.0, 0.01])
@pytest.mark.parametrize(
    ("code", "declared", "best"),
    [
        ("other_fits", "wgs84", "gcj02"),
        ("undeclared", None, "gcj02"),
        ("fits", "gcj02", "gcj02"),
        ("contradictory", "wgs84", None),
    ],
)
def test_a_doubt_of_the_datum_is_told_as_the_check_tells_it(
    code: Code, declared: str | None, best: str | None, best_m: float, others: int
) -> None:
    metres = {"wgs84": 474.0, "gcj02": best_m, "bd09": 900.0}
    nearest = {"wgs84": 0, "gcj02": 31 - others, "bd09": others}
    one = Evidence("namesakes", 31, metres, nearest, best, 0.001, "clear")
    check = DatumCheck(declared, best, code, (one,))
    assert (check.minority is not None) == bool(others)
    assert warning_in(_warning(tell(check, "en")), "zh").message == tell(check, "zh")


def test_what_nobody_has_words_for_stays_as_it_is() -> None:
    assert warning_in(_warning("is odd", "ask"), "zh") == _warning("is odd", "ask")

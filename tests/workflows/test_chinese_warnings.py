"""What the city's checks warn of has Chinese words, whichever of them it is."""

from pathlib import Path

import pytest

from learnmap.ingest import RowFault, chinese_faults
from learnmap.ingest.chinese_faults import translate
from learnmap.ingest.datum_check import Code, DatumCheck
from learnmap.ingest.datum_evidence import Evidence
from learnmap.workflows import chinese_warnings, point_checks
from learnmap.workflows.chinese_warnings import warning_in
from learnmap.workflows.datum_check import tell
from tests.unit.ingest.said_by_the_reading import said_by


def _warning(message: str, remedy: str = "") -> RowFault:
    return RowFault(2, "a", "longitude", "v", message, remedy, "line", "warning")


@pytest.mark.parametrize(
    "module", ["point_checks", "checked_files", "checked_tables", "shape_datums", "spreading"]
)
def test_each_message_and_remedy_has_chinese_words(module: str) -> None:
    path = Path(point_checks.__file__).with_name(f"{module}.py")
    found = list(said_by(path))
    tables = {
        "message": {**chinese_faults.MESSAGES, **chinese_warnings.MESSAGES},
        "remedy": {**chinese_faults.REMEDIES, **chinese_warnings.REMEDIES},
        "note": chinese_warnings.NOTES,
    }
    # 4 checks with 5 messages; the message of the datum check has a test of its own.
    counts = {"point_checks": 9, "checked_files": 3, "checked_tables": 4, "shape_datums": 1}
    assert len(found) >= counts.get(module, 1)
    if module == "shape_datums":
        found = [one for one in found if one[0] != "message"]
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


@pytest.mark.parametrize("is_declared", [True, False])
def test_a_doubt_of_shapes_is_told_with_its_reasons(is_declared: bool) -> None:  # noqa: FBT001
    none = dict.fromkeys(("wgs84", "gcj02", "bd09"), 0)
    metres = dict.fromkeys(none, 474.0)
    few = Evidence("areas", 3, metres, none, None, 1.0, "few")
    even = Evidence("namesakes", 20, metres, none, None, 1.0, "even")
    check = DatumCheck(None, None, "unclear", (even, few))
    # As `shape_datums` writes it: without the last full stop, behind what was taken for granted.
    lead = "" if is_declared else "no datum was declared, and it was read as wgs84. "
    told = warning_in(_warning(lead + tell(check, "en").rstrip(".")), "zh").message
    start = "" if is_declared else "未说明坐标系，按 wgs84 读取。"
    assert told == (
        f"{start}无法判断坐标系：同名或同址地点（20）各坐标系难分；所称区域（3）可比对的太少。"
        "请向报送单位核实。"
    )


def test_what_nobody_has_words_for_stays_as_it_is() -> None:
    assert warning_in(_warning("is odd", "ask"), "zh") == _warning("is odd", "ask")

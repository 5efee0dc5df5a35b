"""Opening hours in Chinese: what is translated, and what is left as text."""

from pathlib import Path

import pytest

from learnmap.ingest import read_points
from learnmap.ingest.chinese_hours import read_chinese_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("周一至周五 9:00-16:30", "Mo-Fr 09:00-16:30"),
        ("周一至周五：9：00—16：30，节假日休息", "Mo-Fr 09:00-16:30; PH off"),
        ("星期二到星期日9点至17点半（周一闭馆）", "Tu-Su 09:00-17:30; Mo off"),
        ("每天8:30~11:00，13:00~16:00", "Mo-Su 08:30-11:00,13:00-16:00"),
        ("工作日上午9:00-11:30，下午1:30-4:30", "Mo-Fr 09:00-11:30,13:30-16:30"),
        ("周一、三、五 13:00-15:00；周末 9:00-12:00", "Mo,We,Fr 13:00-15:00; Sa-Su 09:00-12:00"),
        ("9:00-17:00", "Mo-Su 09:00-17:00"),
        ("全天开放", "Mo-Su 00:00-24:00"),
        ("每天9点", None),
        ("周一至周五", None),
        ("周一至周五9:00-17:00，需预约", None),
        ("每天25:00-26:70", None),
        ("周一闭馆9:00-17:00", None),
        ("以门口公告为准", None),
        ("", None),
    ],
)
def test_hours_are_translated_whole_or_not_at_all(text: str, hours: str | None) -> None:
    assert read_chinese_hours(text) == hours


def test_translated_hours_are_told(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(
        "id,kind,name_zh,longitude,latitude,opening_hours\n"
        "A,library,甲,121.4,31.2,周一至周五9:00-17:00\n"
        "B,library,乙,121.4,31.2,Mo-Fr 09:00-17:00\n",
        encoding="utf-8",
    )
    found = read_points(path)
    assert [point.opening_hours for point in found.points] == ["Mo-Fr 09:00-17:00"] * 2
    assert found.notes == ("opening hours of 1 points were translated from Chinese",)
    assert found.warnings == ()

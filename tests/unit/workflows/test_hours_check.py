"""What hours say at a moment, with days of the week and holidays looked up in a calendar."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from learnmap.workflows.hours_check import HoursCheck, check_hours

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLACE = (121.4, 31.2)
FRIDAY = dt.datetime(2026, 11, 27, 16, 30, tzinfo=SHANGHAI)


def check(text: str, now: dt.datetime = FRIDAY) -> HoursCheck:
    return check_hours(text, clock=SHANGHAI, place=PLACE, now=now)


def test_chinese_hours_of_a_week() -> None:
    found = check("周一至周五 9:00-17:00，节假日休息")
    assert (found.kind, found.written) == ("converted", "Mo-Fr 09:00-17:00; PH off")
    assert found.is_open
    assert found.changes_at == dt.datetime(2026, 11, 27, 17, 0, tzinfo=SHANGHAI)
    day = (("09:00", "17:00"),)
    assert [one.spans for one in found.week] == [day, (), (), day, day, day, day]
    assert found.week[0].date == dt.date(2026, 11, 27)
    # New Year is a Friday, on which it would be open but for the holiday.
    assert (found.holidays[0].date, found.holidays[0].spans) == (dt.date(2027, 1, 1), ())


def test_the_clock_is_the_citys() -> None:
    # 09:30 in London is 17:30 in Shanghai.
    found = check("Mo-Fr 09:00-17:00", dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC))
    assert not found.is_open
    assert found.changes_at == dt.datetime(2026, 11, 30, 9, 0, tzinfo=SHANGHAI)


def test_a_night_runs_over_midnight_and_spans_that_touch_are_one() -> None:
    night = check("Fr 20:00-02:00")
    assert night.week[0].spans == (("20:00", "24:00"),)
    assert night.week[1].spans == (("00:00", "02:00"),)
    assert check("Mo-Su 09:00-12:00,12:00-18:00").week[0].spans == (("09:00", "18:00"),)


@pytest.mark.parametrize(("text", "is_open"), [("24/7", True), ("off", False)])
def test_what_never_changes(text: str, *, is_open: bool) -> None:
    found = check(text)
    assert (found.is_open, found.changes_at) == (is_open, None)


@pytest.mark.parametrize(
    ("text", "kind"), [(" ", "empty"), ("看情况", "unreadable"), ("Mo 25:99", "unreadable")]
)
def test_what_cannot_be_read(text: str, kind: str) -> None:
    assert check(text).kind == kind


def test_without_a_place_no_holidays_are_known() -> None:
    assert check_hours("Mo-Fr 09:00-17:00", clock=SHANGHAI, place=None, now=FRIDAY).holidays == ()

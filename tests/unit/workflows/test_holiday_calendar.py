import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from learnmap.workflows.holiday_calendar import holiday_calendar
from learnmap.workflows.hours_check import check_hours
from learnmap.workflows.opening import opening_of
from tests.service.towns import a_point

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Notice of the State Council on the holidays of 2026 (国办发明电〔2025〕7号): National Day from
# 1 to 7 October, to work on Sunday 20 September and Saturday 10 October.
WORKED = {(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)}


def test_days_off_and_worked_weekends_are_those_of_the_notice() -> None:
    calendar = holiday_calendar("Asia/Shanghai", 2026)
    assert {(day.month, day.day) for day in calendar.worked if day.year == 2026} == WORKED
    assert calendar.names[dt.date(2026, 10, 1)] == ("国庆节", "National Day")
    for day in (1, 2, 5, 6, 7):  # the 3rd and 4th are a weekend
        assert dt.date(2026, 10, day) in calendar.names
    assert dt.date(2026, 10, 8) not in calendar.names


@pytest.mark.parametrize(
    ("day", "spans"),
    [
        (2, ()),
        (7, ()),
        (8, (("09:00", "17:00"),)),
        (10, ()),  # a Saturday that is worked: the hours say nothing of it
    ],
)
def test_a_door_that_is_shut_on_holidays_is_shut_on_each_day_off(
    day: int, spans: tuple[tuple[str, str], ...]
) -> None:
    hours = "Mo-Fr 09:00-17:00; PH off"
    now = dt.datetime(2026, 10, day, 10, tzinfo=SHANGHAI)
    check = check_hours(hours, clock=SHANGHAI, place=(121.4, 31.2), now=now)
    assert check.written == hours
    assert check.week[0].spans == spans
    point = a_point("p", (121.4, 31.2), opening_hours=hours)
    opening = opening_of(point, now, now)
    assert (opening.now, opening.today) == (bool(spans), spans)


@pytest.mark.parametrize(
    ("hours", "day", "spans"),
    [
        ("Mo-Fr 09:00-17:00; Sa,PH 10:00-12:00", (10, 2), (("10:00", "12:00"),)),
        ("Mo-Fr 09:00-17:00; Sa,PH 10:00-12:00", (10, 3), (("10:00", "12:00"),)),
        ("Mo-Fr 09:00-17:00", (10, 2), (("09:00", "17:00"),)),  # of holidays it says nothing
        ("PH off; Mo-Su 08:00-20:00", (10, 2), (("08:00", "20:00"),)),  # the later rule holds
    ],
)
def test_dates_in_place_of_holidays_keep_the_order_of_rules(
    hours: str, day: tuple[int, int], spans: tuple[tuple[str, str], ...]
) -> None:
    now = dt.datetime(2026, *day, 7, tzinfo=SHANGHAI)
    assert check_hours(hours, clock=SHANGHAI, place=None, now=now).week[0].spans == spans


@pytest.mark.parametrize("hours", ["Oct: PH off", "PH 10:00+", "24/7", "", "Mo-Fr 09:00-17:00"])
def test_what_is_not_a_plain_list_of_days_stays(hours: str) -> None:
    dated = holiday_calendar("Asia/Shanghai", 2026).dated(hours)
    assert dated == hours or "PH" not in dated


def test_elsewhere_nothing_is_claimed() -> None:
    calendar = holiday_calendar("Europe/Lisbon", 2026)
    assert calendar.dated("PH off") == "PH off"
    assert not calendar.names
    assert not calendar.worked

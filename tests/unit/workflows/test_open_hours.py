"""Evenings and weekends by a calendar: which week is looked at, and which doors are open in it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from learnmap.workflows.planning.open_hours import OpenOn, is_open_on, ordinary_week
from tests.service.towns import a_point

SHANGHAI, LISBON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Lisbon")
MONDAY = dt.date(2026, 10, 12)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        # The notice of the State Council: Sunday 20 September is worked, days off are from 25 to
        # 27 September and from 1 to 7 October, and Saturday the 10th is worked.
        ((9, 3), (9, 7)),
        ((9, 11), (10, 12)),
        ((10, 11), (10, 12)),
        ((10, 12), (10, 19)),
    ],
)
def test_the_week_is_the_next_without_a_special_day(
    day: tuple[int, int], monday: tuple[int, int]
) -> None:
    found = ordinary_week(dt.date(2026, *day), SHANGHAI, (121.4, 31.2))
    assert found == dt.date(2026, *monday)


def test_elsewhere_the_holidays_are_those_of_the_country() -> None:
    # 8 December, a Tuesday, is a holiday in Portugal, and none in China.
    day = dt.date(2026, 12, 2)
    assert ordinary_week(day, LISBON, (-8.61, 41.15)) == dt.date(2026, 12, 14)
    assert ordinary_week(day, SHANGHAI, (121.4, 31.2)) == dt.date(2026, 12, 7)


@pytest.mark.parametrize(
    ("hours", "when", "answer"),
    [
        ("Mo-Fr 09:00-19:00", "evenings", True),
        ("Mo-Fr 09:00-18:59", "evenings", False),
        ("Th 20:00-23:00", "evenings", True),
        ("Mo-Fr 20:30-23:00", "evenings", False),
        ("We 18:00-18:30,20:30-21:00", "evenings", True),
        ("Sa-Su 18:00-21:00", "evenings", False),
        ("24/7", "evenings", True),
        ("Sa 09:00-10:00", "weekends", True),
        ("Su 21:00-23:00", "weekends", True),
        ("Sa 09:00-09:30; Su 09:00-09:30", "weekends", False),
        ("Mo-Fr 09:00-17:00", "weekends", False),
        ("Fr 22:00-02:00", "weekends", False),  # Friday's night is no weekend's day
        ("Mar-Jun Sa 09:00-12:00", "weekends", False),  # in October it is closed
        (None, "weekends", None),
        ("when somebody is there", "evenings", None),
        ("Mo-Fr 09:00-17:00; Sa 09:00-12:00 unknown", "weekends", None),
        ("Su 09:00-12:00; Sa 09:00-12:00 unknown", "weekends", True),
        ("Mo-Fr 09:00-17:00; Sa 09:00-09:30 unknown", "weekends", False),
    ],
)
def test_a_door_is_open_for_an_hour_or_it_is_not(
    hours: str | None, when: OpenOn, *, answer: bool | None
) -> None:
    point = a_point("p", (121.4, 31.2), opening_hours=hours)
    assert is_open_on(point, when, week=MONDAY, clock=SHANGHAI) is answer


def test_a_closed_point_is_open_on_no_evening() -> None:
    point = a_point("p", (121.4, 31.2), opening_hours="24/7", status="temporarily_closed")
    assert is_open_on(point, "evenings", week=MONDAY, clock=SHANGHAI) is False

"""Doors at moments that were looked up in a calendar: closing times, holidays, nights, seasons."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from learnmap.model.records import LearningPoint
from learnmap.workflows.opening import SHUT, UNKNOWN, Opening, is_open, opening_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
ALL_DAY = (("00:00", "24:00"),)
LISBON = ZoneInfo("Europe/Lisbon")


def door(
    hours: str | None, *, status: str = "open", lon: float = 121.4, lat: float = 31.2
) -> LearningPoint:
    return LearningPoint.model_validate(
        {
            "id": "P",
            "kind": "library",
            "names": {"en": "P"},
            "longitude": lon,
            "latitude": lat,
            "opening_hours": hours,
            "status": status,
            "source": "made for a test",
        }
    )


def clock(text: str, zone: ZoneInfo = SHANGHAI) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def asked(hours: str, now: str, arrival: str, zone: ZoneInfo = SHANGHAI) -> Opening:
    return opening_of(door(hours), clock(now, zone), clock(arrival, zone))


def test_a_door_that_closes_before_one_gets_there() -> None:
    # Friday; it closes at five, and at five it is closed.
    found = asked("Mo-Fr 09:00-17:00", "2026-11-27T16:50", "2026-11-27T17:00")
    assert (found.now, found.on_arrival) == (True, False)
    assert found.changes_at == clock("2026-11-27T17:00")
    assert found.today == (("09:00", "17:00"),)
    assert asked("Mo-Fr 09:00-17:00", "2026-11-27T16:50", "2026-11-27T16:59").on_arrival


def test_a_door_that_opens_before_one_gets_there() -> None:
    found = asked("Mo-Fr 09:00-12:00,13:00-17:00", "2026-11-27T12:55", "2026-11-27T13:00")
    assert (found.now, found.on_arrival) == (False, True)
    assert found.changes_at == clock("2026-11-27T13:00")
    assert found.today == (("09:00", "12:00"), ("13:00", "17:00"))


def test_over_a_weekend_the_change_is_days_away() -> None:
    found = asked("Mo-Fr 09:00-17:00", "2026-11-28T10:00", "2026-11-28T10:05")
    assert (found.now, found.on_arrival, found.today) == (False, False, ())
    assert found.changes_at == clock("2026-11-30T09:00")


def test_on_a_public_holiday_of_the_country() -> None:
    # 2026-10-01 is a Thursday, and China's National Day; in Portugal it is no holiday.
    hours, now = "Mo-Su 09:00-17:00; PH off", clock("2026-10-01T10:00")
    china = opening_of(door(hours), now, now)
    assert (china.now, china.on_arrival, china.today) == (False, False, ())
    lisbon = clock("2026-10-01T10:00", LISBON)
    assert opening_of(door(hours, lon=-9.14, lat=38.72), lisbon, lisbon).now
    # Until the day before it is open as ever.
    assert opening_of(door(hours), clock("2026-09-30T16:59"), now).now


def test_a_night_that_ends_on_the_next_day() -> None:
    hours = "Fr 20:00-02:00"
    found = asked(hours, "2026-11-27T23:58", "2026-11-28T00:03")
    assert (found.now, found.on_arrival) == (True, True)
    assert found.changes_at == clock("2026-11-28T02:00")
    assert asked(hours, "2026-11-28T01:55", "2026-11-28T02:00").on_arrival is False
    # A day of its own on the other side of midnight.
    assert asked("Sa 00:00-24:00", "2026-11-27T23:55", "2026-11-28T00:00").on_arrival


def test_when_the_clock_is_set_forward_an_hour_is_no_walk() -> None:
    # On 2026-03-29 Lisbon's clock goes from 01:00 to 02:00. Ten minutes after 00:55 it is 02:05.
    set_out = clock("2026-03-29T00:55", LISBON)
    arrival = (set_out.astimezone(dt.UTC) + dt.timedelta(minutes=10)).astimezone(LISBON)
    assert arrival.strftime("%H:%M") == "02:05"
    early = opening_of(door("00:30-01:30"), set_out, arrival)
    assert (early.now, early.on_arrival) == (True, False)
    late = opening_of(door("02:00-03:00"), set_out, arrival)
    assert (late.now, late.on_arrival) == (False, True)


def test_when_the_clock_is_set_back_both_hours_count() -> None:
    # On 2026-10-25 Lisbon's clock goes from 02:00 back to 01:00.
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC).astimezone(LISBON)
    again = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC).astimezone(LISBON)
    assert (first.strftime("%H:%M"), again.strftime("%H:%M")) == ("01:30", "01:30")
    point = door("Sa 20:00-03:00")
    assert is_open(point, first, again)
    until = opening_of(point, again, again).changes_at
    assert until is not None
    assert until.timestamp() - again.timestamp() == 90 * 60


def test_always_and_never_do_not_change() -> None:
    always = asked("24/7", "2026-11-27T03:00", "2026-11-27T03:05")
    assert always == Opening(now=True, on_arrival=True, changes_at=None, today=ALL_DAY)
    never = asked("off", "2026-11-27T03:00", "2026-11-27T03:05")
    assert never == Opening(now=False, on_arrival=False, changes_at=None, today=())


def test_a_season_is_looked_for_beyond_the_week() -> None:
    found = asked("Apr-Oct 10:00-16:00", "2026-11-27T12:00", "2026-11-27T12:05")
    assert (found.now, found.changes_at) == (False, clock("2027-04-01T10:00"))


@pytest.mark.parametrize("hours", [None, "", "ask at the desk", "Mo-Fr 25:99"])
def test_hours_that_nobody_knows_are_not_guessed(hours: str | None) -> None:
    now = clock("2026-11-27T12:00")
    assert opening_of(door(hours), now, now) == UNKNOWN
    assert is_open(door(hours), now, now) is None


def test_hours_that_say_themselves_that_they_are_not_sure() -> None:
    found = asked("Mo-Fr 09:00-17:00 unknown", "2026-11-27T10:00", "2026-11-27T10:05")
    assert (found.now, found.on_arrival) == (None, None)


@pytest.mark.parametrize("status", ["temporarily_closed", "closed", "planned"])
@pytest.mark.parametrize("hours", ["24/7", None])
def test_a_point_that_is_not_open_is_closed_whatever_its_hours(
    status: str, hours: str | None
) -> None:
    now = clock("2026-11-27T12:00")
    assert opening_of(door(hours, status=status), now, now) == SHUT
    assert is_open(door(hours, status=status), now, now) is False


def test_without_an_arrival_nothing_is_said_of_it() -> None:
    found = opening_of(door("24/7"), clock("2026-11-27T12:00"), None)
    assert (found.now, found.on_arrival) == (True, None)


def test_many_days_one_after_the_other() -> None:
    point = door("Mo-Fr 09:00-17:00")
    for day in range(20):
        noon = clock("2026-11-02T12:00") + dt.timedelta(days=day)
        assert opening_of(point, noon, noon).now is (noon.weekday() < 5)

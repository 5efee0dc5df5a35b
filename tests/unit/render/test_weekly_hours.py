import pytest

from learnmap.render.weekly_hours import weekly_hours

DAY = (("09:00", "17:00"),)


def test_later_rules_replace_earlier_ones_on_their_days() -> None:
    assert weekly_hours("Mo-Fr 09:00-17:00; We 10:00-12:00,13:00-15:00; Su,PH off") == {
        "Mo": DAY,
        "Tu": DAY,
        "We": (("10:00", "12:00"), ("13:00", "15:00")),
        "Th": DAY,
        "Fr": DAY,
        "Sa": (),
        "Su": (),
        "PH": (),
    }


def test_a_week_runs_over_its_end_and_a_night_over_midnight() -> None:
    hours = weekly_hours("Sa-Mo 22:00-26:00")
    assert hours is not None
    assert {day for day, spans in hours.items() if spans} == {"Sa", "Su", "Mo"}
    assert hours["Su"] == (("22:00", "02:00"),)


def test_always_open_is_open_each_day() -> None:
    hours = weekly_hours("24/7")
    assert hours is not None
    assert set(hours.values()) == {(("00:00", "23:59"),)}


@pytest.mark.parametrize(
    "text",
    ["", "Apr-Sep: Mo-Fr 09:00-17:00", "sunrise-sunset", "Mo[1] 09:00-12:00", "Mo 09:00+", "Mo 09"],
)
def test_what_changes_or_says_more_is_left_to_people(text: str) -> None:
    assert weekly_hours(text) is None

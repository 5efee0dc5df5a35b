"""Offerings: what is taught at the points, online, and by groups that travel."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from data.demo_city.categories import CATEGORIES, TAUGHT
from data.demo_city.names import PLACE_ZH

CATEGORY_COLUMNS: Final = ("code", "name_zh", "name_en")
COLUMNS: Final = (
    "id", "name_zh", "name_en", "category", "mode", "point_id", "provider", "language", "fee",
    "fee_currency", "age_from", "age_to", "capacity", "schedule",
)  # fmt: skip
SESSION_COLUMNS: Final = ("offering_id", "starts_at", "ends_at", "point_id")
LEVELS: Final = (
    ("入门", "for Beginners"),
    ("提高班", "Intermediate"),
    ("研习", "Study Group"),
    ("公开课", "Open Class"),
)
OFFERED: Final = {
    "community_college": 14, "community_school": 8, "senior_university": 16,
    "neighbourhood_point": 2, "social_point": 2, "care_education_point": 2, "experience_base": 2,
    "library": 2, "museum": 1, "cultural_centre": 4, "arts_centre": 3, "adult_school": 4,
}  # fmt: skip
"""How many offerings a point of each kind has, give or take a third."""
TOTAL: Final = 1_500
ONLINE: Final = 70
GROUPS: Final = 24
VISITS: Final = 18
"""Points that a group visits in the season."""
WEEKS: Final = 6
FIRST_DAY: Final = dt.date(2026, 11, 23)
ZONE: Final = dt.timezone(dt.timedelta(hours=8))
DAYS: Final = (
    ("一", "Mondays"),
    ("二", "Tuesdays"),
    ("三", "Wednesdays"),
    ("四", "Thursdays"),
    ("五", "Fridays"),
    ("六", "Saturdays"),
    ("日", "Sundays"),
)
SLOTS: Final = ((9, 0, 90), (10, 0, 60), (13, 30, 90), (14, 30, 90), (18, 30, 90))


@dataclass(slots=True)
class Programme:
    """Offerings and their sessions, as rows."""

    offerings: list[dict[str, Any]] = field(default_factory=list)
    sessions: list[dict[str, Any]] = field(default_factory=list)


def make_programme(points: list[dict[str, Any]], seed: int) -> Programme:
    """Fill the season with offerings at points, travelling groups, and online courses."""
    rng = np.random.default_rng([seed, 70])
    programme = Programme()
    teaching = [row for row in points if row["status"] == "open" and row["kind"] in OFFERED]
    seats = [row for row in teaching for _ in range(_number(OFFERED[row["kind"]], rng))]
    wanted = TOTAL - ONLINE - GROUPS
    while len(seats) < wanted:
        seats.append(teaching[int(rng.integers(len(teaching)))])
    if len(seats) > wanted:
        seats = [seats[i] for i in sorted(rng.permutation(len(seats))[:wanted].tolist())]
    for row in seats:
        _teach_at(row, programme, rng)
    for group in range(GROUPS):
        _travel(group + 1, teaching, programme, rng)
    for _ in range(ONLINE):
        offering = _offering(programme, rng, mode="online")
        offering["capacity"] = None
        offering["schedule"] = "随时可学 / At any time"
    return programme


def _number(mean: int, rng: np.random.Generator) -> int:
    return max(1, mean + int(rng.integers(-(mean // 3), mean // 3 + 1)))


def _offering(
    programme: Programme, rng: np.random.Generator, *, mode: str, kind: str = ""
) -> dict[str, Any]:
    fitting = [row for row in CATEGORIES if row[0] in TAUGHT.get(kind, (row[0],))]
    code, _, _, topics_zh, topics_en = fitting[int(rng.integers(len(fitting)))]
    topic = int(rng.integers(3))
    zh, en = LEVELS[int(rng.integers(len(LEVELS)))]
    senior = rng.random() < 0.55
    free = rng.random() < 0.6
    english = code == "languages" and topic == 0
    row: dict[str, Any] = {
        "id": f"BY-OF-{len(programme.offerings) + 1:04d}",
        "name_zh": topics_zh.split("|")[topic] + zh,
        "name_en": f"{topics_en.split('|')[topic]} {en}",
        "category": code,
        "mode": mode,
        "point_id": None,
        "provider": None,
        "language": "en" if english else "zh",
        "fee": "0.00" if free else f"{int(rng.integers(2, 25)) * 20}.00",
        "fee_currency": "CNY",
        "age_from": 50 if senior else 18 if rng.random() < 0.6 else None,
        "age_to": None,
        "capacity": int(rng.integers(3, 13)) * 5,
        "schedule": None,
    }
    programme.offerings.append(row)
    return row


def _teach_at(point: dict[str, Any], programme: Programme, rng: np.random.Generator) -> None:
    offering = _offering(programme, rng, mode="in_person", kind=point["kind"])
    offering["point_id"] = point["id"]
    offering["provider"] = point["name_zh"]
    hour, minute, length = SLOTS[int(rng.integers(len(SLOTS)))]
    day = int(rng.choice(7, p=[0.17, 0.17, 0.17, 0.16, 0.15, 0.11, 0.07]))
    offering["schedule"] = (
        f"每周{DAYS[day][0]} {hour:02d}:{minute:02d}，{length}分钟"
        f" / {DAYS[day][1]} {hour:02d}:{minute:02d}, {length} minutes"
    )
    if rng.random() < 0.5:
        return
    first = FIRST_DAY + dt.timedelta(days=(day - FIRST_DAY.weekday()) % 7)
    for week in range(WEEKS):
        date = first + dt.timedelta(weeks=week)
        # Classes pause on New Year's Day.
        if (date.month, date.day) != (1, 1):
            _meet(programme, offering["id"], date, (hour, minute, length), None)


def _travel(
    group: int, points: list[dict[str, Any]], programme: Programme, rng: np.random.Generator
) -> None:
    """Send a group to a point on each of its days: one place in the morning, one after noon."""
    offering = _offering(programme, rng, mode="mobile")
    offering["provider"] = f"{PLACE_ZH}流动讲师团第{group}组"
    offering["schedule"] = "按日程巡讲 / On tour, see the dates"
    hosts = [p for p in points if p["kind"] in ("neighbourhood_point", "care_education_point")]
    days = sorted(rng.choice(42, VISITS // 2, replace=False).tolist())
    chosen = rng.choice(len(hosts), VISITS, replace=False).tolist()
    for number, day in enumerate(days):
        date = FIRST_DAY + dt.timedelta(days=int(day))
        for half, slot in enumerate(((9, 30, 90), (14, 0, 90))):
            _meet(programme, offering["id"], date, slot, hosts[chosen[2 * number + half]]["id"])


def _meet(
    programme: Programme,
    offering: str,
    date: dt.date,
    slot: tuple[int, int, int],
    point: str | None,
) -> None:
    start = dt.datetime(date.year, date.month, date.day, slot[0], slot[1], tzinfo=ZONE)
    programme.sessions.append(
        {
            "offering_id": offering,
            "starts_at": start.isoformat(timespec="minutes"),
            "ends_at": (start + dt.timedelta(minutes=slot[2])).isoformat(timespec="minutes"),
            "point_id": point,
        }
    )

"""Why homes of a drawn town have no point within reach, each worked out on paper.

Older adults and those who take no steps walk 0.8 m/s: 720 m in 15 minutes.
"""

import math
from pathlib import Path

import numpy as np
import pytest

from learnmap.access import HomeWalks, Spots, StraightFacts, reasons_of, seconds_to_nearest
from learnmap.access.reasons import COVERED, GRID_DETOUR
from learnmap.access.straight import nearest_straight
from learnmap.model.crs import ELLIPSOID
from learnmap.model.gap_reasons import GAP_REASON_NAMES, GapReason
from learnmap.model.languages import LANGUAGES
from learnmap.network import Snaps
from tests.service.towns import river_town
from tests.unit.network.drawing import Drawing, Town

HOMES = {
    "east bank": (110, 100),
    "south street": (10, -100),
    "north west": (-500, 410),
    "near west": (-300, 410),
    "far south": (10, -1400),
    "island": (1025, 0),
    "field": (500, -200),
}
POINTS = {"corner": (0.0, 0.0), "across": (100.0, 0.0), "cottage": (0.0, -1390.0)}
CUTOFF_S = 900


def town(folder: Path, between: str = "", *, steps: bool = False) -> Town:
    """Draw the river town with a street to the north-west and one to the far south."""
    drawing: Drawing = river_town()
    for number, east_m, north_m in (
        (20, -500, 400), (21, 0, -1500), (22, 50, -300), (23, 50, 300),
    ):  # fmt: skip
        drawing.node(number, east_m, north_m)
    drawing.way([20, 2], "highway=residential")
    drawing.way([7, 21], "highway=residential")
    if between:
        drawing.way([22, 23], between)
    if steps:
        drawing.way([1, 3], "highway=steps bridge=yes")
    return drawing.town(folder, island_below_m=500)


def reasons(
    town: Town,
    profile: str,
    counts: tuple[str, ...],
    *,
    closed: tuple[str, ...] = (),
    full: tuple[str, ...] = (),
) -> dict[str, int]:
    costs = town.costs(profile)

    def seconds(names: tuple[str, ...], by: str = profile) -> np.ndarray:
        def snaps(places: list[tuple[float, float]]) -> Snaps:
            lon, lat = np.array([town.drawing.at(*place) for place in places]).reshape(-1, 2).T
            return town.index.snap(lon, lat, town.costs(by))

        found: np.ndarray = seconds_to_nearest(
            town.costs(by),
            snaps(list(HOMES.values())),
            snaps([POINTS[name] for name in names]),
            limit_s=3600,
            workspace=town.workspace,
        )
        return found

    # Whoever takes steps at the pace of those who take none: an adult as slow.
    by_stairs = seconds(counts, "adult") * 1.25 / 0.8 if profile == "step_free" else None
    walks = HomeWalks(
        seconds(counts),
        np.zeros(len(HOMES), np.int32),
        seconds(closed),
        seconds(full) if full else None,
        by_stairs,
    )
    homes = Spots.at(np.array([town.drawing.at(*home) for home in HOMES.values()]))
    points = Spots.at(np.array([town.drawing.at(*POINTS[name]) for name in counts]))
    found = reasons_of(
        walks,
        StraightFacts(homes, points, town.graph.obstacles),
        cutoff_s=CUTOFF_S,
        speed_m_per_s=costs.profile.speed_m_per_s,
    )
    return dict(zip(HOMES, found.tolist(), strict=True))


def test_each_home_has_the_reason_that_the_map_shows(tmp_path: Path) -> None:
    found = reasons(town(tmp_path, "waterway=river"), "older_adult", ("corner",))
    assert found == {
        # 10 + 300 + 100 + 400 m over the bridge for 149 m across the river.
        "east bank": GapReason.WATER,
        "south street": COVERED,
        # 10 + 500 + 400 m for 647 m: no more than a grid makes of it.
        "north west": GapReason.FAR,
        "near west": COVERED,  # 710 m
        "far south": GapReason.FAR,
        "island": GapReason.NO_STREET,
        "field": GapReason.NO_STREET,
    }


@pytest.mark.parametrize(
    ("between", "reason"),
    [
        ("waterway=river", GapReason.WATER),
        ("railway=rail", GapReason.RAILWAY),
        ("highway=motorway", GapReason.RAILWAY),
        ("barrier=fence", GapReason.DETOUR),
        ("", GapReason.DETOUR),
    ],
)
def test_what_the_straight_way_crosses_is_the_barrier(
    tmp_path: Path, between: str, reason: GapReason
) -> None:
    assert reasons(town(tmp_path, between), "older_adult", ("corner",))["east bank"] == reason


def test_a_point_that_is_not_open_or_full_goes_before_what_lies_between(tmp_path: Path) -> None:
    drawn = town(tmp_path, "waterway=river")
    # 110 m to the corner; 10 + 100 + 400 + 100 + 400 m to the point across.
    barred = reasons(drawn, "older_adult", ("across",))
    assert barred["south street"] == GapReason.WATER
    closed = reasons(drawn, "older_adult", ("across",), closed=("corner",))
    assert closed["south street"] == GapReason.ONLY_CLOSED
    full = reasons(drawn, "older_adult", ("across",), full=("corner",))
    assert full["south street"] == GapReason.ONLY_FULL
    both = reasons(drawn, "older_adult", ("across",), closed=("corner",), full=("corner",))
    assert both["south street"] == GapReason.ONLY_CLOSED
    # What is closed far away is nobody's reason.
    away = reasons(drawn, "older_adult", ("across",), closed=("cottage",))
    assert (away["south street"], away["far south"]) == (GapReason.WATER, GapReason.ONLY_CLOSED)
    # Without any point that counts all are far, but for those on no street.
    none = reasons(drawn, "older_adult", ())
    assert set(none.values()) == {GapReason.FAR, GapReason.NO_STREET}


def test_steps_over_the_river_are_the_reason_for_those_who_take_none(tmp_path: Path) -> None:
    drawn = town(tmp_path, "waterway=river", steps=True)
    # 10 + 100 + 100 m over the steps, 810 m without.
    assert reasons(drawn, "step_free", ("corner",))["east bank"] == GapReason.ONLY_BY_STAIRS
    assert reasons(drawn, "older_adult", ("corner",))["east bank"] == COVERED
    closed = reasons(drawn, "step_free", ("corner",), closed=("across",))
    assert closed["east bank"] == GapReason.ONLY_CLOSED


def test_the_nearest_as_the_crow_flies_is_that_of_geodesics() -> None:
    rng = np.random.default_rng(7)
    for lat in (0.0, 31.2, -60.0):
        homes = rng.uniform((121.39, lat - 0.01), (121.41, lat + 0.01), (40, 2))
        points = rng.uniform((121.39, lat - 0.01), (121.41, lat + 0.01), (9, 2))
        row, apart_m = nearest_straight(Spots.at(homes), Spots.at(points), within_m=500)
        for home, found, metres in zip(homes, row, apart_m, strict=True):
            away = [ELLIPSOID.inv(*home, *point)[2] for point in points]
            if min(away) <= 500:
                assert found == np.argmin(away)
                assert metres == pytest.approx(min(away), abs=1e-5)
            else:
                assert (found, metres) == (-1, math.inf)
    assert pytest.approx(np.hypot(1, 1)) == GRID_DETOUR


def test_every_reason_has_a_name_in_all_languages() -> None:
    assert set(GAP_REASON_NAMES) == set(GapReason)
    for names in GAP_REASON_NAMES.values():
        assert all(names[language] for language in LANGUAGES)

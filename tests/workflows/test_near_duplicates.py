"""Near-duplicates: which names are alike, how near, and that many points take no time."""

import time

import numpy as np
import pytest

from learnmap.model.crs import metres_per_degree
from learnmap.model.languages import Names
from learnmap.model.records import LearningPoint
from learnmap.workflows.near_duplicates import NearDuplicate, near_duplicates
from tests.workflows.conftest import a_point

LON, LAT = 121.4, 31.2
EAST_M, NORTH_M = metres_per_degree(LAT)


def named(point_id: str, names: Names, east_m: float = 0, north_m: float = 0) -> LearningPoint:
    return a_point(point_id, LON + east_m / EAST_M, LAT + north_m / NORTH_M, names=names)


def found(*points: LearningPoint, looked_at: list[bool] | None = None) -> list[NearDuplicate]:
    return near_duplicates(points, np.array(looked_at or [True] * len(points)))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({"zh": "曹杨图书馆"}, {"zh": "曹杨图书馆"}, True),
        ({"zh": "曹杨图书馆"}, {"zh": "曹杨社区图书馆"}, True),  # 3 of 4 and 6 pairs: 0.6
        ({"zh": "普陀区图书馆"}, {"zh": "普陀图书馆 "}, True),
        ({"en": "Caoyang Library"}, {"en": "CAOYANG  LIBRARY"}, True),
        ({"zh": "１号楼活动室"}, {"zh": "1号楼活动室"}, True),  # full-width digits
        ({"zh": "曹杨图书馆", "en": "A"}, {"zh": "曹杨图书馆", "en": "B"}, True),
        ({"zh": "曹杨图书馆"}, {"en": "Caoyang Library"}, False),
        ({"zh": "曹杨社区学校"}, {"zh": "曹杨老年学校"}, False),  # 2 of 5 and 5 pairs: 0.4
        ({"zh": "曹杨一村学习点"}, {"zh": "曹杨二村学习点"}, False),
        ({"en": "Learning Point 1"}, {"en": "Learning Point 2"}, False),
        ({"zh": "学习点", "en": "Point 1"}, {"zh": "学习点", "en": "Point 2"}, False),
        ({"en": "Ace Bank"}, {"en": "Fox Bank"}, True),  # 3 of 6 and 6 pairs: 0.5
        # 2 of 5 and 5 pairs in Chinese, 0.4: 0.45 in the mean.
        (
            {"zh": "东亚银行大楼", "en": "Ace Bank"},
            {"zh": "德华银行大厦", "en": "Fox Bank"},
            False,
        ),
        ({"zh": "图"}, {"zh": "书"}, False),
        ({"zh": "—"}, {"zh": "——"}, False),  # no letter at all
    ],
)
def test_names_are_alike_by_their_letters_and_never_across_numbers(
    one: Names, other: Names, *, alike: bool
) -> None:
    pairs = found(named("a", one), named("b", other, east_m=8))
    assert bool(pairs) == alike
    assert all(pair.distance_m == pytest.approx(8, abs=0.01) for pair in pairs)


@pytest.mark.parametrize(
    ("other", "apart_m", "near"),
    [
        ("曹杨社区图书馆", 49, True),
        ("曹杨社区图书馆", 51, False),
        ("曹杨图书馆", 149, True),
        ("曹杨图书馆", 151, False),
    ],
)
def test_the_same_name_counts_farther_than_one_alike(
    other: str, apart_m: float, *, near: bool
) -> None:
    for direction in ("east_m", "north_m"):
        pair = named("a", {"zh": "曹杨图书馆"}), named("b", {"zh": other}, **{direction: apart_m})
        assert bool(found(*pair)) == near


def test_of_two_that_are_looked_at_the_later_is_named_else_the_one_that_is() -> None:
    pair = named("a", {"zh": "图书馆"}), named("b", {"zh": "图书馆"}, east_m=3)
    assert [(p.row, p.other) for p in found(*pair)] == [(1, 0)]
    assert [(p.row, p.other) for p in found(*pair, looked_at=[True, False])] == [(0, 1)]
    assert [(p.row, p.other) for p in found(*pair, looked_at=[False, True])] == [(1, 0)]
    assert found(*pair, looked_at=[False, False]) == []


@pytest.mark.parametrize("spread_m", [30_000, 0], ids=["over a city", "all at one place"])
def test_twenty_thousand_points_are_compared_in_seconds(spread_m: float) -> None:
    places = np.random.default_rng(2026).uniform(-0.5, 0.5, (20_000, 2)) * spread_m
    points = [
        named(f"p{k}", {"zh": f"第{k}学习点"}, *place) for k, place in enumerate(places.tolist())
    ]
    started = time.perf_counter()
    assert found(*points) == []
    assert time.perf_counter() - started < 10

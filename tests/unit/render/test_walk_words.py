"""Sentences of a walk, as a person would say them."""

import re

import pytest

from learnmap.network.directions import Ground, Stretch, Turn
from learnmap.render.walk_words import rounded_m, walk_words


def stretch(turn: Turn, metres: float, name: str = "", ground: Ground = "street") -> Stretch:
    return Stretch(name, "", ground, metres, turn, 92.0, 0.0)


def test_a_walk_is_told_from_door_to_door() -> None:
    told = walk_words(
        [
            stretch("start", 123, "南京路"),
            stretch("left", 48, ""),
            stretch("right", 12, "", "steps"),
            stretch("ahead", 301, "", "open_space"),
        ],
        before_m=33,
        after_m=4,
    )
    assert [zh for zh, _ in told] == [
        "先走到街上，约 35 米",
        "向东，沿南京路走 120 米",
        "左转，沿小路走 50 米",
        "右转，走台阶 10 米",
        "直行，穿过广场，300 米",
        "到达",
    ]
    assert [en for _, en in told] == [
        "Walk to the street, about 35 m",
        "Walk east along 南京路 for 120 m",
        "Turn left along the path for 50 m",
        "Turn right and take the steps for 10 m",
        "Go straight on across the open space for 300 m",
        "You are there",
    ]


@pytest.mark.parametrize(
    ("metres", "said"), [(0.4, 5), (7, 5), (8, 10), (49, 50), (96, 100), (1234, 1230)]
)
def test_metres_are_said_roundly(metres: float, said: int) -> None:
    assert rounded_m(metres) == said


def test_a_far_door_is_said() -> None:
    (_, last) = walk_words([], before_m=0, after_m=40)[-1]
    assert re.search("after about 40 m", last)

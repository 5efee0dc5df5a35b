"""Sentences of an explanation: in both languages, with values as a person writes them."""

import ast
import math
import re
from itertools import chain
from string import Formatter
from typing import Any

import pytest

from learnmap.catchment.finding import Finding
from learnmap.model.errors import NotFoundError
from learnmap.network.cuts import CutKind
from learnmap.network.obstacles import ObstacleKind
from learnmap.network.passed_over import WhyNot
from learnmap.network.surroundings import DIRECTIONS
from learnmap.render import explanation_words as words
from learnmap.render.explanation_sentences import sentence
from tests.architecture.project import ROOT

NAMED = {"name": "学府路", "name_en": "Academy Road", "way": 7}
VALUES: dict[str, Any] = {
    "street": NAMED,
    "door": "entrance",
    "directions": ("north", "north_east"),
    "obstacle": "railway",
    "kind": "steps",
    "kinds": "steps",
    "count": 3,
    "excluded_count": 2,
    "tag": "access=private",
    "causes": (Finding("water", {"rest_share": 0.5}), Finding("cuts", {"count": 2})),
    "closed": (Finding("closed", {"tag": "foot=no", "length_m": 90.0}),),
}


def value_of(place: str) -> Any:
    return VALUES.get(place, 0.5 if place.endswith("share") else 1234.0)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def emitted() -> set[str]:
    """Return the codes that the code makes findings with, f-strings with all they may hold."""
    held: dict[str, list[str]] = {
        "passed_": [str(why) for why in (WhyNot.EXCLUDED, WhyNot.NOT_PASSABLE, WhyNot.ISLAND)],
        "behind_": ["water", "railway", "motorway"],
        "outline_": [kind.name.lower() for kind in ObstacleKind],
    }
    codes: set[str] = set()
    for name in ("catchment/findings", "catchment/weak_directions", "workflows/explaining"):
        tree = ast.parse((ROOT / "learnmap" / f"{name}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                codes |= literals(node.args[0])
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
                codes |= literals(node.value)
            elif isinstance(node, ast.comprehension) and "code" in ast.dump(node.target):
                codes |= literals(node.iter) - {""}
    begun = {code for code in codes if code in held}
    return codes - begun | set(
        chain.from_iterable((f"{code}{end}" for end in held[code]) for code in begun)
    )


def literals(node: ast.expr) -> set[str]:
    if isinstance(node, ast.IfExp):
        return literals(node.body) | literals(node.orelse)
    parts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return {part for part in parts if isinstance(part, str) and part}


def test_every_finding_has_words_and_every_word_a_finding() -> None:
    assert emitted() == words.SENTENCES.keys() | words.PARTS.keys()


@pytest.mark.parametrize("code", words.SENTENCES)
def test_a_sentence_says_the_same_in_both_languages(code: str) -> None:
    chinese, english = words.SENTENCES[code]
    # English has one word for one and another for several; Chinese has not.
    one = {"kinds": "kind"}
    assert {one.get(p, p) for p in places(chinese)} == {one.get(p, p) for p in places(english)}
    zh, en = sentence(Finding(code, {place: value_of(place) for place in places(english)}))
    assert re.search(r"[\u3400-\u9fff]", zh)
    assert zh.endswith("。")
    assert not re.search(r"[\u3400-\u9fff{}]", en)
    assert en.endswith(".")
    assert en[0].isupper()


@pytest.mark.parametrize("code", words.PARTS)
def test_a_part_says_the_same_in_both_languages(code: str) -> None:
    assert places(words.PARTS[code][0]) == places(words.PARTS[code][1])


def test_every_kind_and_direction_has_words() -> None:
    assert words.KINDS.keys() == {kind.value for kind in CutKind}
    assert tuple(words.DIRECTIONS) == DIRECTIONS
    assert all(both[0] and both[1] for both in words.DIRECTIONS.values())


def test_a_snap_in_words() -> None:
    values = {"street": NAMED, "door": "entrance", "distance_m": 12.4}
    assert sentence(Finding("joined", values)) == (
        "出入口接入“学府路”（way 7），相距 12 米。",
        "The entrance joins Academy Road (way 7), 12 m away.",
    )
    unnamed = {
        "street": {"name": "", "name_en": "", "way": 7},
        "door": "site",
        "distance_m": 1500,
    }
    assert sentence(Finding("joined", unnamed)) == (
        "学习点接入无名道路（way 7），相距 1.50 公里。",
        "The site joins an unnamed street (way 7), 1.50 km away.",
    )


def test_braces_in_a_name_are_only_a_name() -> None:
    street = {"name": "{way}", "name_en": "", "way": 7}
    zh, en = sentence(Finding("joined_at", {"street": street, "door": "site"}))
    assert zh == "学习点就在“{way}”（way 7）上。"
    assert en == "The site lies on {way} (way 7)."


@pytest.mark.parametrize(
    ("directions", "zh", "en"),
    [
        (("north",), "北面", "To the north it"),
        (("north", "north_east"), "北、东北面", "To the north and north-east it"),
        (("south", "south_west", "west"), "南、西南、西面", "To the south, south-west and west it"),
        (DIRECTIONS, "各个方向", "To all sides it"),
    ],
)
def test_directions_are_listed(directions: tuple[str, ...], zh: str, en: str) -> None:
    causes = (Finding("water", {"rest_share": 0.999}), Finding("cuts", {"count": 2}))
    values = {"directions": directions, "circle_share": 0.004, "causes": causes}
    assert sentence(Finding("direction", values)) == (
        f"{zh}只覆盖了圆的 <1%：其余部分 99.9%是水面；有 2 处过不去要绕远。",
        (
            f"{en} covers only <1 % of the circle: 99.9 % of the rest is water; "
            "places that cannot be passed: 2."
        ),
    )


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [(45, "45 秒", "45 s"), (64, "1.1 分钟", "1.1 min"), (900, "15 分钟", "15 min")],
)
def test_seconds_become_minutes(seconds: float, zh: str, en: str) -> None:
    told = sentence(Finding("door", {"door_s": seconds}))
    assert zh in told[0]
    assert en in told[1]


def test_a_ratio_in_words() -> None:
    values = {
        "time_s": 900,
        "area_m2": 1_234_567.0,
        "radius_m": 1125.0,
        "circle_share": 0.3105,
        "grid_share": 2 / math.pi,
    }
    assert sentence(Finding("ratio", values))[1] == (
        "The catchment of 15 min has 1.23 km², 31 % of the open circle of 1.12 km radius; "
        "an even, fine grid of streets reaches about 64 %."
    )


def test_a_finding_without_words_says_where_to_add_them() -> None:
    with pytest.raises(NotFoundError, match=r"'unheard'.*explanation_words"):
        sentence(Finding("unheard"))

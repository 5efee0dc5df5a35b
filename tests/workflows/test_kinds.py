"""Kinds of a city's own: what is refused, and what is said of two that look alike."""

from dataclasses import replace
from pathlib import Path

import pytest

from learnmap.model.errors import ConflictError, InvalidInputError, NotFoundError
from learnmap.model.kinds import KINDS, Kind
from learnmap.store import Store
from learnmap.workflows.city import City
from learnmap.workflows.kinds import add_kind, contrast_with_white, edit_kind, list_kinds

BUILDING = Kind(
    "historic_building", "优秀历史建筑", "Historic building", ("humanities",), "#8c3b0c"
)


@pytest.fixture
def city(store: Store, tmp_path: Path) -> City:
    return City(store, tmp_path, "clerk")


@pytest.mark.parametrize(
    ("colour", "ratio"),
    # As the WCAG and its usual tools say: black, white, and the two greys about 4.5.
    [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48)],
)
def test_the_contrast_is_that_of_the_wcag(colour: str, ratio: float) -> None:
    assert contrast_with_white(colour) == pytest.approx(ratio, abs=0.005)


def test_a_city_adds_a_kind_and_changes_it(city: City) -> None:
    assert add_kind(city, BUILDING) == ()
    assert list_kinds(city) == (*KINDS, BUILDING)
    assert edit_kind(city, BUILDING.code, en="Heritage building") == ()
    assert list_kinds(city)[-1] == replace(BUILDING, en="Heritage building")
    with pytest.raises(ConflictError, match="'historic_building' exists"):
        add_kind(city, BUILDING)
    with pytest.raises(NotFoundError, match="there is no kind 'castle'; the city's are community_"):
        edit_kind(city, "castle", zh="城")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "Historic-Building"}, "a code is small letters"),
        ({"en": " "}, "a label in Chinese and one in English"),
        ({"maps": ("atlas",)}, "'atlas' is no map; give some of learning, elderly, humanities"),
        ({"colour": "brown"}, "not written as #7a4b14"),
        ({"colour": "#777777"}, "contrast of 4.48 to 1 and needs 4.5"),
    ],
)
def test_what_no_map_could_show_is_refused(
    city: City, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidInputError, match=said):
        add_kind(city, replace(BUILDING, **changes))  # type: ignore[arg-type]
    assert list_kinds(city) == KINDS


def test_kinds_that_look_alike_on_one_map_are_told(city: City) -> None:
    add_kind(city, BUILDING)
    park = Kind("park", "优秀公园", "Park", ("humanities",), BUILDING.colour)
    doubts = add_kind(city, park)
    assert [doubt.split(" of ")[0] for doubt in doubts] == [
        "its markers bear 优, as those",
        "its colour is that",
    ]
    # On another map nobody confuses them.
    assert edit_kind(city, "park", maps=["elderly"]) == ()

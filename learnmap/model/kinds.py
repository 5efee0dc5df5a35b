"""Kinds of learning point: one open vocabulary, with labels and the maps that show each.

The built-in kinds follow the terms of Shanghai's learning maps. A city adds its own in the
store's ``kinds`` table; this module is what a new store is filled with.
"""

from dataclasses import dataclass
from typing import Final

MAPS: Final = ("learning", "elderly", "humanities")
"""The yearly maps a city publishes."""

MAP_TITLES: Final[dict[str, dict[str, str]]] = {
    "learning": {"zh": "学习地图", "en": "Learning Map"},
    "elderly": {"zh": "老年教育学习点地图", "en": "Elderly Education Map"},
    "humanities": {"zh": "市民人文行走地图", "en": "Citizen Humanities Walking Map"},
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a learning point is.

    Attributes
    ----------
    code : str
        Name in code, tables and API, in snake case.
    zh, en : str
        Labels shown to people.
    maps : tuple of str
        Which of `MAPS` show points of this kind.
    colour : str
        ``#rrggbb`` of its marker; white text on it has a contrast of at least 4.5:1.
    """

    code: str
    zh: str
    en: str
    maps: tuple[str, ...]
    colour: str


KINDS: Final[tuple[Kind, ...]] = (
    Kind("community_college", "社区学院", "Community college", ("learning",), "#1f4e9c"),
    Kind("community_school", "社区学校", "Community school", ("learning", "elderly"), "#2463b8"),
    Kind(
        "neighbourhood_point",
        "居村委学习点",
        "Neighbourhood learning point",
        ("learning", "elderly"),
        "#0f6e6e",
    ),
    Kind(
        "senior_university",
        "老年大学",
        "University of the third age",
        ("learning", "elderly"),
        "#8a2d6b",
    ),
    Kind("social_point", "社会学习点", "Social learning point", ("learning", "elderly"), "#9a4a00"),
    Kind(
        "care_education_point",
        "养教结合学习点",
        "Care and learning point",
        ("learning", "elderly"),
        "#a3243b",
    ),
    Kind(
        "experience_base",
        "市民终身学习体验基地",
        "Lifelong-learning experience base",
        ("learning", "humanities"),
        "#5b3f9e",
    ),
    Kind("humanities_stop", "人文学习点", "Humanities stop", ("humanities",), "#7a4b14"),
    Kind("library", "图书馆", "Library", ("learning",), "#3b5f0b"),
    Kind("museum", "博物馆", "Museum", ("learning", "humanities"), "#6b2fa0"),
    Kind("cultural_centre", "文化馆", "Cultural centre", ("learning",), "#00695c"),
    Kind("arts_centre", "艺术中心", "Arts centre", ("learning",), "#ad1457"),
    Kind("adult_school", "成人学校", "School for adults", ("learning",), "#37474f"),
)

KIND_BY_CODE: Final[dict[str, Kind]] = {kind.code: kind for kind in KINDS}

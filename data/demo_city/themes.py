"""Themes of the walking routes."""

from dataclasses import dataclass
from typing import Final

from data.demo_city.names import Name


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its name, what it is about, and where on the plan it begins."""

    name: Name
    about: Name
    anchor: tuple[float, float]


THEMES: Final = (
    Theme(
        Name("古巷寻踪线", "Old Alleys Walk"),
        Name("老城街巷", "Alleys of the old town"),
        (6_300, 7_900),
    ),
    Theme(
        Name("城门旧事线", "City Gates Walk"), Name("城门与城墙", "Gates and walls"), (7_100, 8_300)
    ),
    Theme(
        Name("井水人家线", "Wells and Courtyards Walk"),
        Name("市井生活", "Everyday life"),
        (5_900, 7_300),
    ),
    Theme(
        Name("书院文脉线", "Academies Walk"),
        Name("书院与藏书", "Academies and books"),
        (7_000, 7_200),
    ),
    Theme(
        Name("汐江两岸线", "Two Banks Walk"),
        Name("江桥风光", "The river and its bridges"),
        (7_000, 6_350),
    ),
    Theme(
        Name("南岸工坊线", "South Bank Workshops Walk"),
        Name("近代工业", "Early industry"),
        (7_400, 5_200),
    ),
    Theme(Name("护城河畔线", "Moat Walk"), Name("水系变迁", "How the water moved"), (5_500, 8_600)),
    Theme(
        Name("望汀湖光线", "Lakeside Walk"), Name("湖畔人文", "Life by the lake"), (11_900, 8_150)
    ),
    Theme(
        Name("新城地标线", "New Town Landmarks Walk"),
        Name("当代建筑", "Present-day architecture"),
        (11_300, 5_100),
    ),
    Theme(
        Name("科学之光线", "Science Walk"),
        Name("科学与发明", "Science and invention"),
        (10_500, 6_700),
    ),
    Theme(
        Name("手艺传承线", "Crafts Walk"), Name("传统手艺", "Traditional crafts"), (8_800, 7_400)
    ),
    Theme(
        Name("松屿山麓线", "Hill Foot Walk"),
        Name("山林与园圃", "Woods and gardens"),
        (4_150, 8_900),
    ),
)

"""Names, put together from word lists so that each means something in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

CITY_ZH: Final = "泊云市"
CITY_EN: Final = "Boyun"
PLACE_ZH: Final = "泊云"

FIRST: Final = (
    ("柳", "Willow"), ("桂", "Osmanthus"), ("荷", "Lotus"), ("竹", "Bamboo"), ("松", "Pine"),
    ("梅", "Plum"), ("兰", "Orchid"), ("枫", "Maple"), ("杏", "Apricot"), ("桐", "Paulownia"),
    ("槐", "Pagoda Tree"), ("榆", "Elm"), ("鹤", "Crane"), ("鹭", "Egret"), ("燕", "Swallow"),
    ("鹿", "Deer"), ("云", "Cloud"), ("月", "Moon"), ("星", "Star"), ("晨", "Dawn"),
    ("雪", "Snow"), ("泉", "Spring"), ("石", "Stone"), ("玉", "Jade"), ("银", "Silver"),
    ("翠", "Emerald"), ("锦", "Brocade"), ("墨", "Ink"), ("琴", "Zither"), ("书", "Book"),
    ("茶", "Tea"), ("稻", "Rice"), ("蓝", "Indigo"), ("瓷", "Porcelain"), ("橘", "Tangerine"),
    ("灯", "Lantern"), ("帆", "Sail"), ("纸", "Paper"), ("棋", "Chess"), ("莺", "Warbler"),
    ("蝉", "Cicada"), ("萤", "Firefly"), ("藤", "Wisteria"), ("芦", "Reed"), ("棉", "Cotton"),
    ("笛", "Flute"), ("雁", "Wild Goose"), ("露", "Dew"),
)  # fmt: skip
SECOND: Final = (
    ("桥", "Bridge"), ("塘", "Pond"), ("溪", "Brook"), ("园", "Garden"), ("岗", "Ridge"),
    ("湾", "Bend"), ("渡", "Ferry"), ("井", "Well"), ("坊", "Quarter"), ("台", "Terrace"),
    ("亭", "Pavilion"), ("林", "Grove"), ("洲", "Islet"), ("坡", "Slope"), ("门", "Gate"),
    ("里", "Court"), ("畔", "Bank"), ("泽", "Marsh"), ("浦", "Creek"), ("堤", "Dyke"),
    ("圃", "Orchard"), ("谷", "Dale"), ("影", "Shade"), ("香", "Fragrance"),
)  # fmt: skip
DISTRICTS: Final = (
    ("听澜", "Tinglan"), ("霁塘", "Jitang"), ("汐桥", "Xiqiao"), ("望汀", "Wangting"),
    ("松屿", "Songyu"), ("岚门", "Lanmen"), ("青筠", "Qingyun"), ("墨泽", "Moze"),
)  # fmt: skip
RIVER: Final = ("汐江", "Xi River")
BROOK: Final = ("青筠溪", "Qingyun Brook")
LAKE: Final = ("望汀湖", "Lake Wangting")
HILL: Final = ("松屿山", "Songyu Hill")
NUMERALS: Final = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in Chinese and in English."""

    zh: str
    en: str

    def with_suffix(self, zh: str, en: str) -> "Name":
        """Put a word after the name, in both languages."""
        return Name(self.zh + zh, f"{self.en} {en}")

    def tags(self) -> dict[str, str]:
        """Return the name as OpenStreetMap tags."""
        return {"name": self.zh, "name:zh": self.zh, "name:en": self.en}


class Stems:
    """An endless supply of stems such as 柳桥, Willow Bridge; none comes twice.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides the order.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._source = self._draw(rng)

    def next(self) -> Name:
        """Return the next stem."""
        return next(self._source)

    @staticmethod
    def _draw(rng: np.random.Generator) -> Iterator[Name]:
        pairs = [Name(a + b, f"{x} {y}") for a, x in FIRST for b, y in SECOND]
        order = rng.permutation(len(pairs))
        for zh, en in (
            ("", ""),
            ("东", "East "),
            ("西", "West "),
            ("新", "New "),
            ("上", "Upper "),
        ):
            for index in order:
                pair = pairs[int(index)]
                yield Name(zh + pair.zh, en + pair.en)
        raise RuntimeError("the word lists are used up; add words to names.FIRST")


class StreetNames:
    """Names of streets by class; alleys share a stem and carry a number."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._stems = Stems(rng)
        self._alley = self._stems.next()
        self._number = 0

    def street(self, highway: str, *, eastward: bool) -> Name:
        """Name a street by its class and direction (街 runs east, 路 runs north)."""
        stem = self._stems.next()
        if highway == "trunk":
            return stem.with_suffix("大道", "Avenue")
        return stem.with_suffix("街", "Street") if eastward else stem.with_suffix("路", "Road")

    def alley(self) -> Name:
        """Name an alley, such as 柳桥三巷, Willow Bridge Alley 3."""
        if self._number == len(NUMERALS):
            self._alley, self._number = self._stems.next(), 0
        self._number += 1
        zh = f"{self._alley.zh}{NUMERALS[self._number - 1]}巷"
        return Name(zh, f"{self._alley.en} Alley {self._number}")

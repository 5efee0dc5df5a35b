"""What an address says: areas, a street, a lane and a house number, in one way of writing."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_HAN: Final = r"\u4e00-\u9fff"
_IGNORED: Final = re.compile(r"[\s\u00b7・\u200b-\u200f\u2060\ufeff'\"“”‘’`]+")
_BRACKETS: Final = re.compile(r"[(（【\[〔].*?[)）】\]〕]")
_AREA: Final = re.compile(
    rf"([{_HAN}]{{2,7}}?(?:省|自治区|特别行政区|市|新区|区|县|街道|镇|乡))(?=[{_HAN}]{{2}})"
)
_HAN_STREET: Final = re.compile(
    rf"^(?P<street>[{_HAN}]{{1,11}}?(?:大道|公路|干道|支路|路|大街|街|道|巷|胡同))(?P<rest>.*)$"
)
_LANE: Final = re.compile(r"^(?P<lane>\d+(?:-\d+)?)弄(?P<rest>.*)$")
_NUMBER: Final = re.compile(r"^(?P<first>\d+)(?:[-~–、,/]\d+)*\D*")
_LATIN_LAST: Final = re.compile(r"^(?P<street>\D.*?\D)[ ,]+(?P<number>\d+)\s*\w?(?:[-/].*)?$")
_LATIN_FIRST: Final = re.compile(r"^(?P<number>\d+)\s*[a-z]?[ ,]+(?P<street>\D.+)$")
_NOT_AREAS: Final = ("小区", "园区", "社区", "校区", "超市", "夜市", "城市", "街区")
"""Endings that look like an area's and are part of a name."""


@dataclass(frozen=True, slots=True)
class StreetAddress:
    """The parts of an address.

    Attributes
    ----------
    areas : tuple of str
        Districts, sub-districts and towns that it begins with, as written.
    street : str
        In the form of `fold_name`; empty where no street was recognised.
    lane, number : int or None
        Of 136弄11号 the lane is 136 and the number 11; of 175-185号 the number is 175.
    """

    areas: tuple[str, ...]
    street: str
    lane: int | None
    number: int | None

    @property
    def door(self) -> int | None:
        """The number that stands on the street itself: the lane's, else the house's."""
        return self.lane if self.lane is not None else self.number

    @property
    def key(self) -> str:
        """One text for one address, empty without a street and a number."""
        if not self.street or self.door is None:
            return ""
        return f"{self.street}|{self.lane or ''}|{self.number or ''}"


def fold_name(text: str) -> str:
    """Write a name in the one way that names are compared in.

    Full-width letters and digits become plain ones, capitals small; spaces, quotation marks,
    invisible characters and what stands in brackets go.
    """
    plain = unicodedata.normalize("NFKC", text)
    without = _BRACKETS.sub("", plain)
    return _IGNORED.sub("", without or plain).casefold()


def read_address(text: str) -> StreetAddress:
    """Take an address apart.

    Parameters
    ----------
    text : str
        Chinese from large to small (``上海市黄浦区南昌路136弄11号``), or a street and a number
        in either order (``Mannerheimintie 12``, ``12 Main Street``).

    Returns
    -------
    StreetAddress
        Without a street when none is recognised.
    """
    spaced = " ".join(unicodedata.normalize("NFKC", text).split()).casefold()
    if not re.search(rf"[{_HAN}]", spaced):
        return _read_spaced(spaced)
    rest, areas = fold_name(text), []
    while found := _AREA.match(rest):
        if found[1].endswith(_NOT_AREAS):
            break
        areas.append(found[1])
        rest = rest[found.end() :]
    street = _HAN_STREET.match(rest)
    if not street:
        return StreetAddress(tuple(areas), "", None, None)
    rest, lane = street["rest"], None
    if in_lane := _LANE.match(rest):
        lane, rest = int(in_lane["lane"].split("-")[0]), in_lane["rest"]
    number = _NUMBER.match(rest)
    return StreetAddress(
        tuple(areas), street["street"], lane, int(number["first"]) if number else None
    )


def _read_spaced(text: str) -> StreetAddress:
    """Read an address of a language that writes spaces; what follows a comma is left out."""
    head = text.partition(",")[0].strip()
    for pattern in (_LATIN_LAST, _LATIN_FIRST):
        if found := pattern.match(head):
            return StreetAddress((), fold_name(found["street"]), None, int(found["number"]))
    return StreetAddress((), fold_name(head), None, None)

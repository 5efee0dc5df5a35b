"""Rows without coordinates, and what a small drawn city knows of them."""

import pytest
from shapely.geometry import LineString, Point, Polygon

from learnmap.ingest.address_book import AddressBook
from learnmap.ingest.addresses import match_address
from learnmap.ingest.named_places import NamedPlace

NORTH_STREET = LineString([(121.40, 31.20), (121.42, 31.20)])
SOUTH_STREET = LineString([(121.40, 31.10), (121.42, 31.10)])
NORTH = Polygon([(121.39, 31.15), (121.43, 31.15), (121.43, 31.25), (121.39, 31.25)])
SOUTH = Polygon([(121.39, 31.05), (121.43, 31.05), (121.43, 31.15), (121.39, 31.15)])


def point(key: str, lon: float, lat: float, name: str, address: str = "") -> NamedPlace:
    return NamedPlace(Point(lon, lat), (name,), (address,) if address else (), id=key)


BOOK = AddressBook(
    [
        point("p100", 121.400, 31.2001, "北城图书馆", "和平路100号"),
        point("p140", 121.404, 31.2001, "和平第一小学", "和平路140号"),
        point("lane", 121.410, 31.2002, "和平居委会", "和平路200弄6号"),
        point("s100", 121.400, 31.1001, "南城图书馆", "和平路100号"),
        point("hall1", 121.401, 31.201, "文化馆"),
        point("hall2", 121.419, 31.204, "文化馆"),
    ],
    [("和平路", NORTH_STREET), ("和平路", SOUTH_STREET), ("长寿路", NORTH_STREET)],
    [("北城区", NORTH), ("南城区", SOUTH)],
)


@pytest.mark.parametrize(
    ("row", "how", "matched"),
    [
        ({"address": "北城区和平路１００号"}, "same_address", ("p100",)),
        ({"address": "和平路100号", "area": "南城区"}, "same_address", ("s100",)),
        ({"name": "北城 图书馆"}, "same_name", ("p100",)),
        ({"name": "北城图书馆", "address": "北城区和平路999号"}, "same_name", ("p100",)),
        ({"name": "文化馆"}, "nothing", ()),
        ({"address": "北城区和平路200弄8号"}, "same_lane", ("lane",)),
        ({"address": "北城区和平路146号"}, "near_number", ("p140",)),
        ({"name": "和平第一小学校"}, "similar_name", ("p140",)),
        ({"name": "和平第二小学"}, "nothing", ()),
        ({"address": "南城区和平路888号"}, "street", ("和平路",)),
        ({"name": "哪儿都没有", "address": "无名路1号"}, "nothing", ()),
        ({"address": "上海市"}, "nothing", ()),
        ({}, "nothing", ()),
    ],
)
def test_how_a_row_is_found(row: dict[str, str], how: str, matched: tuple[str, ...]) -> None:
    found = match_address(BOOK, **row)
    assert (found.how, found.matched) == (how, matched)
    assert found.sure == (how in {"same_address", "same_name"})
    assert (found.longitude is None) == (how == "nothing")


def test_a_number_between_two_known_ones_lies_between_them() -> None:
    found = match_address(BOOK, address="北城区和平路130号")
    assert (found.how, found.matched) == ("between_numbers", ("p100", "p140"))
    # Three quarters of the way from 100 to 140; at most those three quarters off, of 381 m.
    assert found.longitude == pytest.approx(121.403)
    assert found.within_m == pytest.approx(0.75 * 381.3, abs=0.5)


def test_an_address_that_two_areas_have_needs_its_area() -> None:
    assert match_address(BOOK, address="和平路100号").how != "same_address"


def test_of_a_street_the_middle_of_its_stretch_in_the_area() -> None:
    found = match_address(BOOK, address="南城区和平路")
    assert found.longitude == pytest.approx(121.41)
    assert found.latitude == pytest.approx(31.10)
    # Half of 0.02 degrees at 31.1 degrees north: 953.7 m by the ellipsoid's radius there.
    assert found.within_m == pytest.approx(953.7, abs=1)
    assert found.area == "南城区"


def test_a_namesake_far_from_the_street_of_the_address_is_another_place() -> None:
    assert match_address(BOOK, name="南城图书馆", address="长寿路7号").how == "street"

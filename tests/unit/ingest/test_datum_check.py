"""Places moved into a datum by another program's formula, and found out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import prcoords
import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon

from learnmap.ingest.datum_check import DatumReferences, check_datum
from learnmap.ingest.datum_distances import place_in_wgs84
from learnmap.ingest.named_places import NamedPlace

WEST, SOUTH = 121.45, 31.20
LETTERS = "甲乙丙丁戊己庚辛壬癸子丑"
FORWARD: dict[str, Callable[[tuple[float, float]], prcoords.Coords]] = {
    "gcj02": prcoords.wgs_gcj,
    "bd09": prcoords.wgs_bd,
}


def city_places(count: int = 12) -> list[NamedPlace]:
    """Libraries about 300 m from one to the next."""
    return [
        NamedPlace(Point(WEST + 0.003 * i, SOUTH + 0.001 * (i % 5)), (f"第{i}图书馆",))
        for i in range(count)
    ]


def lon(place: NamedPlace) -> float:
    return float(shapely.get_x(place.geometry))


def delivered(places: Sequence[NamedPlace], datum: str) -> list[NamedPlace]:
    def move(lon: float, lat: float) -> tuple[float, float]:
        found = FORWARD[datum]((lat, lon)) if datum in FORWARD else prcoords.Coords(lat, lon)
        return found.lon, found.lat

    return [
        replace(
            place,
            geometry=shapely.transform(
                place.geometry, lambda xy: np.array([move(*pair) for pair in xy])
            ),
        )
        for place in places
    ]


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_namesakes_name_the_datum(datum: str) -> None:
    known = city_places()
    found = check_datum(delivered(known, datum), DatumReferences(known))
    assert (found.best, found.code) == (datum, "undeclared")
    (evidence,) = found.evidence
    assert evidence.median_m[datum] < 0.1
    assert all(evidence.median_m[other] > 300 for other in evidence.median_m if other != datum)


@pytest.mark.parametrize(
    ("datum", "declared", "code"),
    [
        ("gcj02", "gcj02", "fits"),
        ("gcj02", "wgs84", "other_fits"),
        ("wgs84", "cgcs2000", "fits"),
        ("wgs84", "gcj02", "other_fits"),
    ],
)
def test_a_declared_datum_is_confirmed_or_doubted(datum: str, declared: str, code: str) -> None:
    known = city_places()
    found = check_datum(delivered(known, datum), DatumReferences(known), declared=declared)
    assert (found.code, found.declared) == (code, declared)


def test_an_address_is_as_good_as_a_name() -> None:
    known = [replace(p, names=(), addresses=(f"大宁路{i}号",)) for i, p in enumerate(city_places())]
    asked = [
        replace(p, addresses=(f"静安区 大宁路 {i} 号",))
        for i, p in enumerate(delivered(known, "gcj02"))
    ]
    assert check_datum(asked, DatumReferences(known)).best == "gcj02"


def test_a_name_that_many_places_have_says_nothing() -> None:
    known = [replace(place, names=("居委会学习点",)) for place in city_places()]
    assert check_datum(delivered(known, "gcj02"), DatumReferences(known)).code == "no_reference"


def test_the_street_of_the_address_names_the_datum() -> None:
    # Streets that run north, and places on them: only the right datum brings them back.
    streets = [
        (
            f"{LETTERS[i]}阳路",
            LineString([(WEST + 0.01 * i, SOUTH), (WEST + 0.01 * i, SOUTH + 0.02)]),
        )
        for i in range(10)
    ]
    places = [
        NamedPlace(Point(WEST + 0.01 * i, SOUTH + 0.01), addresses=(f"{LETTERS[i]}阳路12弄3号",))
        for i in range(10)
    ]
    found = check_datum(delivered(places, "gcj02"), DatumReferences(streets=streets))
    assert found.best == "gcj02"
    assert found.evidence[0].sign == "named_streets"


def test_claimed_areas_name_the_datum() -> None:
    """Places close inside the western edge of their district leave it when shifted."""
    district = Polygon([(121.45, 31.1), (121.6, 31.1), (121.6, 31.4), (121.45, 31.4)])
    places = [
        NamedPlace(Point(121.451, 31.2 + 0.01 * i), (f"点{i}",), areas=("甲区",)) for i in range(9)
    ]
    known = DatumReferences(areas=[("甲区", district)])
    # GCJ-02 lies east of WGS 84 here: what is WGS 84, taken for GCJ-02, falls out to the west.
    assert check_datum(places, known).evidence[0].nearest["gcj02"] == 0
    shifted = delivered(
        [replace(p, geometry=Point(121.598, shapely.get_y(p.geometry))) for p in places], "gcj02"
    )
    found = check_datum(shifted, known)
    assert found.evidence[0].sign == "areas"
    assert found.evidence[0].median_m["gcj02"] == 0
    assert found.evidence[0].median_m["wgs84"] > 200


def test_outlines_name_the_datum() -> None:
    ring = Polygon([(121.4, 31.1), (121.5, 31.1), (121.5, 31.2), (121.4, 31.2)])
    file = delivered([NamedPlace(ring, ("一",))], "gcj02")
    found = check_datum(file, DatumReferences(areas=[("二", ring)]))
    assert found.best == "gcj02"
    assert found.evidence[0].sign == "outlines"


def test_too_few_namesakes_are_no_answer() -> None:
    known = city_places(6)
    found = check_datum(delivered(known, "gcj02"), DatumReferences(known), declared="wgs84")
    assert (found.code, found.best) == ("unclear", None)
    assert found.evidence[0].verdict == "few"


def test_a_file_of_two_datums_is_no_answer_and_says_so() -> None:
    known = city_places(40)
    half = delivered(known[:20], "gcj02") + known[20:]
    found = check_datum(half, DatumReferences(known))
    assert (found.code, found.evidence[0].verdict) == ("unclear", "even")
    assert found.minority is not None
    assert found.minority[1] == 20
    most = delivered(known[:30], "gcj02") + known[30:]
    found = check_datum(most, DatumReferences(known))
    assert (found.best, found.minority) == ("gcj02", ("wgs84", 10))


def test_signs_that_contradict_each_other_are_no_answer() -> None:
    known = city_places()
    streets = [
        (
            f"{LETTERS[i]}阳路",
            LineString([(lon(p), SOUTH - 0.01), (lon(p), SOUTH + 0.02)]),
        )
        for i, p in enumerate(known)
    ]
    places = [replace(p, addresses=(f"{LETTERS[i]}阳路1号",)) for i, p in enumerate(known)]
    names_moved = [
        replace(ref, geometry=place_in_wgs84(p, "gcj02").geometry)
        for ref, p in zip(known, places, strict=True)
    ]
    found = check_datum(places, DatumReferences(names_moved, streets))
    assert [one.best for one in found.evidence[:2]] == ["gcj02", "wgs84"]
    assert (found.code, found.best) == ("contradictory", None)


def test_abroad_there_is_nothing_to_tell() -> None:
    helsinki = [NamedPlace(Point(24.95, 60.17), ("Senate Library",))]
    assert check_datum(helsinki, DatumReferences(helsinki)).code == "abroad"


def test_a_place_of_the_same_name_elsewhere_is_another_one() -> None:
    known = city_places()
    away = [replace(p, geometry=Point(WEST + 1, SOUTH)) for p in known]
    assert check_datum(known, DatumReferences(away)).code == "no_reference"


def test_the_order_of_rows_changes_nothing() -> None:
    known = city_places(30)
    file = delivered(known, "bd09")
    one = check_datum(file, DatumReferences(known))
    other = check_datum(file[::-1], DatumReferences(known[::-1]))
    assert one == other

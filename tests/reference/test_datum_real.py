"""Shanghai's real files: which datum they are in, and where their addresses are found.

The files are not part of the project; where they are absent, the tests say so.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, wraps
from pathlib import Path
from typing import Final

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.address_book import AddressBook
from learnmap.ingest.addresses import match_address
from learnmap.ingest.datum_check import DatumCheck, DatumReferences, check_datum
from learnmap.ingest.datum_distances import place_in_wgs84
from learnmap.ingest.named_places import NamedPlace, read_named_places
from learnmap.model.crs import ELLIPSOID
from learnmap.workflows.city_references import named_streets
from tests.reference import extracts

BESIDE: Final = Path(__file__).resolve().parents[3] / "shared" / "data" / "shanghai"
OSM, WIKIDATA = "culture-osm.wgs84.geojson", "heritage-wikidata.wgs84.geojson"
TOWNS, OUTLINE = "street-towns-8.wgs84.geojson", "municipality-outline.wgs84.geojson"
REFERENCES: Final = (OSM, WIKIDATA, TOWNS, OUTLINE)
TOLD: Final = {
    OSM: "wgs84",
    WIKIDATA: "wgs84",
    "historic-buildings.gcj02.geojson": "gcj02",
    "historic-streets.gcj02.geojson": "gcj02",
    "notable-residences.gcj02.geojson": "gcj02",
    "districts-16.gcj02.geojson": "gcj02",
}
NOT_TOLD: Final = (
    "conservation-areas.gcj02.geojson",  # called after streets that stand in no file here
    "historic-parks.gcj02.geojson",  # three namesakes, by former names
    TOWNS,  # its outlines stand in no other file of WGS 84
    OUTLINE,
)

HERE: Final = all((BESIDE / name).is_file() for name in (*TOLD, *NOT_TOLD)) and {
    "huangpu",
    "baoshan",
} <= set(extracts.FILES)


def where_present(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test where the files are, and say so where they are not."""

    @wraps(test)
    def run(*args: object, **named: object) -> None:
        if HERE:
            test(*args, **named)
        else:
            print("Shanghai's files are absent: nothing tested")  # noqa: T201 -- says so

    return run


@cache
def places_of(file: str) -> list[NamedPlace]:
    return read_named_places(BESIDE / file)


@cache
def streets() -> list[tuple[str, BaseGeometry]]:
    return [
        street
        for name in ("huangpu", "baoshan")
        for street in named_streets(extracts.graph_of(name))
    ]


def checked(file: str, declared: str | None = None) -> DatumCheck:
    known = [place for name in REFERENCES if name != file for place in places_of(name)]
    return check_datum(places_of(file), DatumReferences(known, streets()), declared=declared)


@where_present
def test_historic_buildings_lie_near_their_namesakes_as_gcj02_only() -> None:
    """By names alone, as the table that came with the files counts them: 474 m and 20 m."""
    by_name = [
        replace(place, addresses=()) for place in places_of("historic-buildings.gcj02.geojson")
    ]
    found = check_datum(by_name, DatumReferences(places_of(OSM)), declared="gcj02")
    assert found.code == "fits"
    (namesakes,) = found.evidence
    assert namesakes.count >= 60
    assert namesakes.median_m["gcj02"] < 30
    assert namesakes.median_m["wgs84"] == pytest.approx(474, abs=10)


@where_present
@pytest.mark.parametrize(("file", "datum"), TOLD.items(), ids=TOLD)
def test_each_file_with_a_reference_is_named(file: str, datum: str) -> None:
    found = checked(file)
    assert (found.code, found.best) == ("undeclared", datum)
    assert found.minority is None


@where_present
@pytest.mark.parametrize("file", NOT_TOLD)
def test_a_file_without_enough_to_compare_with_is_not_guessed(file: str) -> None:
    found = checked(file)
    assert (found.code, found.best) == ("unclear", None)
    assert {one.verdict for one in found.evidence} <= {"few", "even", "far", "weak"}


@where_present
def test_the_outline_is_named_where_the_districts_are_given_with_their_datum() -> None:
    districts = [
        place_in_wgs84(place, "gcj02") for place in places_of("districts-16.gcj02.geojson")
    ]
    found = check_datum(places_of(OUTLINE), DatumReferences(districts))
    assert found.best == "wgs84"


@where_present
def test_addresses_are_found_where_they_are() -> None:
    """The truth is each building's own place, undone from GCJ-02; it is some metres off itself."""
    book = AddressBook(
        [replace(place, id=str(number)) for number, place in enumerate(places_of(OSM))], streets()
    )
    off: dict[str, list[float]] = {}
    for place in places_of("historic-buildings.gcj02.geojson"):
        spot = place_in_wgs84(place, "gcj02").geometry
        match = match_address(book, address="".join(place.addresses[:1]))
        if match.longitude is not None:
            far = ELLIPSOID.inv(
                match.longitude, match.latitude, shapely.get_x(spot), shapely.get_y(spot)
            )[2]
            off.setdefault(match.how, []).append(far)
    assert len(off["same_address"]) >= 150
    assert np.median(off["same_address"]) < 15
    assert np.quantile(off["same_address"], 0.9) < 50
    assert len(off["between_numbers"]) >= 50
    assert np.median(off["between_numbers"]) < 50

"""Rows without coordinates, placed by what Helsinki's streets and a few points tell."""

from learnmap.ingest.address_rows import AddressRow
from learnmap.model.crs import ELLIPSOID
from learnmap.store import upsert_points
from learnmap.workflows.address_matching import match_addresses, matches_as_csv
from learnmap.workflows.city import City
from tests.workflows.conftest import SENATE, a_point


def test_rows_are_placed_by_points_and_streets(city: City) -> None:
    corner = a_point("kirjasto", 24.9470, 60.1690, address="Aleksanterinkatu 12")
    with city.store.begin() as tx:
        upsert_points(tx, [SENATE, corner], actor="tester")
    rows = [
        AddressRow(2, "a", "", "Aleksanterinkatu 12 A, Helsinki", ""),
        AddressRow(3, "b", "=Library senate", "", ""),
        AddressRow(4, "c", "library SENATE", "", ""),
        AddressRow(5, "d", "", "Unioninkatu 99", ""),
        AddressRow(6, "e", "", "Mannerheim-weg 7", ""),
    ]
    placed = match_addresses(city, rows)
    assert [one.match.how for one in placed] == [
        "same_address",
        "similar_name",
        "same_name",
        "street",
        "nothing",
    ]
    assert placed[0].match.matched == ("kirjasto",)
    street = placed[3].match
    assert street.longitude is not None
    assert street.latitude is not None
    # Unioninkatu runs past Senate Square, whose point stands some 20 m from it.
    off_m = ELLIPSOID.inv(street.longitude, street.latitude, 24.95225, 60.16945)[2]
    assert street.within_m is not None
    assert off_m < street.within_m + 100

    lines = matches_as_csv(placed).decode("utf-8-sig").splitlines()
    assert len(lines) == 6
    assert lines[2].startswith("3,b,'=Library senate,")
    assert lines[5].endswith(",,,nothing,false,,")

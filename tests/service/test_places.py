"""Places by name, by the real server."""

from typing import Any

from learnmap.service.models import PlaceCollection
from learnmap.store import upsert_points
from learnmap.workflows.city import City
from tests.service.conftest import Asking
from tests.service.towns import a_point, at

PLACES = "/api/v1/places"


def names(found: dict[str, Any]) -> list[str]:
    return [one["properties"]["name"] for one in found["features"]]


def test_a_point_and_its_address_are_found_by_name_and_sound(api: Asking) -> None:
    found = api.json(PLACES, text="tushuguan lane")
    PlaceCollection.model_validate(found, strict=True)
    best = found["features"][0]
    assert (best["properties"]["id"], best["properties"]["sort"]) == ("lane", "point")
    assert best["properties"]["names"]["en"] == "Library lane"
    lon, lat = at("lane")
    assert best["geometry"]["coordinates"] == [round(lon, 6), round(lat, 6)]

    address = api.json(PLACES, text="东岸 1 号")["features"][0]["properties"]
    assert (address["sort"], address["id"], address["name"]) == ("address", "across", "东岸 1 号")


def test_closed_points_are_not_among_them(api: Asking) -> None:
    assert names(api.json(PLACES, text="library closed")) == []


def test_a_point_is_found_as_soon_as_it_is_stored(own_api: Asking, own_town: City) -> None:
    assert names(own_api.json(PLACES, text="书声")) == []
    with own_town.store.begin() as tx:
        new = a_point("kiosk", at("lane"), names={"zh": "书声亭", "en": "Reading Kiosk"})
        upsert_points(tx, [new], actor="tester")
    assert names(own_api.json(PLACES, text="shusheng")) == ["书声亭"]


def test_what_cannot_be_a_name_is_refused_or_finds_nothing(api: Asking) -> None:
    assert names(api.json(PLACES, text="···")) == []
    api.problem(PLACES, 422)
    api.problem(PLACES, 422, text="")
    api.problem(PLACES, 422, text="x" * 201)
    api.problem(PLACES, 422, text="x", limit=51)
    assert len(api.json(PLACES, text="library", limit=2)["features"]) == 2

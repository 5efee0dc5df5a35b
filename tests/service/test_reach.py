"""How far one gets from a place of the river town; an adult walks 75 m a minute."""

from typing import Any

import httpx
import shapely

from learnmap.service.models import ReachCollection
from tests.service.conftest import Asking
from tests.unit.network.drawing import Drawing

REACH = "/api/v1/reach"


def bands(api: Asking, east_m: float, north_m: float, **asked: Any) -> list[Any]:
    lon, lat = Drawing().at(east_m, north_m)
    found = api.json(REACH, lon=lon, lat=lat, **asked)
    ReachCollection.model_validate(found, strict=True)
    assert [one["properties"]["minutes"] for one in found["features"]] == [5, 10, 15]
    return [shapely.geometry.shape(one["geometry"]) for one in found["features"]]


def holds(band: Any, east_m: float, north_m: float) -> bool:
    return bool(band.covers(shapely.Point(Drawing().at(east_m, north_m))))


def test_bands_are_nested_and_end_where_the_minutes_do(api: Asking) -> None:
    five, ten, fifteen = bands(api, 0, 0)
    assert ten.covers(five)
    assert fifteen.covers(ten)
    # 375 m along the bank, and from its last places no farther off it than time is left.
    assert holds(five, 0, 370)
    assert not holds(five, 0, 380)
    # Over the bridge it is 500 m to the far bank, and 250 m are left of 750.
    assert holds(ten, 100, 160)
    assert not holds(ten, 100, 140)
    assert holds(fifteen, 100, 5)


def test_walks_lead_away_from_the_place(api: Asking) -> None:
    # The lane is one-way towards the corner: from there its middle is 3 * 200 + 100 m away.
    five, ten, _ = bands(api, 0, 0)
    assert not holds(five, -100, 0)
    assert holds(ten, -100, 0)
    # From its far end it is walked as it runs.
    assert holds(bands(api, -200, 0)[0], -100, 0)
    # The catchment of a point is of walks towards it: the lane's point, from the lane's middle.
    catchment = api.json("/api/v1/points/lane/catchment", profile="adult", minutes=5)
    towards = shapely.geometry.shape(catchment["features"][0]["geometry"])
    assert not holds(towards, -100, 0)


def test_where_no_way_has_a_direction_it_is_the_catchment(api: Asking) -> None:
    # Five minutes from the museum lead along the eastern bank alone.
    lon, lat = Drawing().at(100, 0)
    reached = api.json(REACH, lon=lon, lat=lat)["features"][0]
    catchment = api.json("/api/v1/points/across/catchment", profile="adult", minutes=5)
    assert reached["geometry"] == catchment["features"][0]["geometry"]
    assert reached["properties"]["area_m2"] == catchment["features"][0]["properties"]["area_m2"]


def test_an_older_adult_gets_less_far(api: Asking) -> None:
    for slow, quick in zip(bands(api, 0, 0, profile="older_adult"), bands(api, 0, 0), strict=True):
        assert quick.buffer(1e-5).covers(slow)  # each outline is true to half a metre
        assert slow.area < quick.area


def test_a_place_without_a_street_is_refused(api: Asking) -> None:
    lon, lat = Drawing().at(300, 200)
    assert "200 m away" in api.problem(REACH, 422, lon=lon, lat=lat)["detail"]
    lon, lat = Drawing().at(0, 0)
    assert "'cat'" in api.problem(REACH, 422, lon=lon, lat=lat, profile="cat")["detail"]
    api.problem(REACH, 422, lon=lon)


def test_nothing_of_it_may_be_kept(client: httpx.Client) -> None:
    lon, lat = Drawing().at(0, 0)
    answer = client.get(REACH, params={"lon": lon, "lat": lat})
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers

"""Walks of the river town, worked out on paper; an adult walks 1.25 m/s."""

from typing import Any

import httpx
import pytest

from learnmap.model.crs import ELLIPSOID
from learnmap.service.models import NearbyCollection
from learnmap.store import upsert_points
from learnmap.workflows.city import City
from tests.service.conftest import Asking
from tests.service.towns import a_point, at
from tests.unit.network.drawing import Drawing

NEARBY = "/api/v1/nearby"
CORNER = Drawing().at(0, 0)


def place(east_m: float, north_m: float) -> dict[str, float]:
    lon, lat = Drawing().at(east_m, north_m)
    return {"lon": lon, "lat": lat}


def times(found: dict[str, Any]) -> dict[str, float]:
    return {one["id"]: one["properties"]["walk"]["time_s"] for one in found["features"]}


def test_points_come_in_the_order_of_walking_and_not_of_distance(api: Asking) -> None:
    found = api.json(NEARBY, **place(0, 0))
    NearbyCollection.model_validate(found, strict=True)

    # The museum across the river is 100 m away and 400 + 100 + 400 m to walk; the garden is
    # 303 m away, 300 m along the bank and 40 m off it; the lane is 200 m away, and its short
    # side may only be walked the other way, so that it is 3 * 200 m.
    assert list(times(found)) == ["garden", "lane", "across"]
    assert times(found) == {
        "garden": pytest.approx(340 / 1.25, abs=0.2),
        "lane": pytest.approx(600 / 1.25, abs=0.2),
        "across": pytest.approx(900 / 1.25, abs=0.2),
    }
    walks = [one["properties"]["walk"] for one in found["features"]]
    assert [walk["length_m"] for walk in walks] == pytest.approx([340, 600, 900], abs=0.2)
    # 272 s, 480 s and 720 s; 480 s and 720 s are whole minutes but for the ellipsoid's 0.1 s.
    assert walks[0]["minutes"] == 5
    assert (found["profile"], found["minutes"], found["number_returned"]) == ("adult", 15, 3)


def test_an_older_adult_takes_longer_and_reaches_less(api: Asking) -> None:
    found = api.json(NEARBY, profile="older_adult", **place(0, 0))
    # 900 m at 0.8 m/s are 1,125 s, over the 15 minutes.
    assert times(found) == {
        "garden": pytest.approx(425, abs=0.3),
        "lane": pytest.approx(750, abs=0.3),
    }


def test_a_one_way_is_walked_in_its_direction(api: Asking) -> None:
    # From the far end of the lane to the corner it is 200 m, and 300 + 40 m on to the garden.
    found = api.json(NEARBY, **place(-200, 0))
    assert times(found)["garden"] == pytest.approx(540 / 1.25, abs=0.2)


def test_a_place_beside_a_street_walks_to_it_first(api: Asking) -> None:
    # 30 m to the bank, 300 m along it, 40 m to the garden.
    found = api.json(NEARBY, **place(30, 0))
    assert times(found)["garden"] == pytest.approx(370 / 1.25, abs=0.2)


def test_the_way_leads_from_the_place_to_the_point_and_is_as_long_as_it_says(api: Asking) -> None:
    found = api.json(NEARBY, **place(30, 0))
    for one in found["features"]:
        walk = one["properties"]["walk"]
        line = walk["line"]["coordinates"]
        assert line[0] == pytest.approx(Drawing().at(30, 0), abs=1e-6)
        assert line[-1] == pytest.approx(one["geometry"]["coordinates"], abs=1e-6)
        lon, lat = zip(*line, strict=True)
        assert ELLIPSOID.line_length(lon, lat) == pytest.approx(walk["length_m"], abs=0.5)
    across = next(one for one in found["features"] if one["id"] == "across")
    # It crosses the river on the bridge, 400 m north.
    assert max(lat for _, lat in across["properties"]["walk"]["line"]["coordinates"]) == (
        pytest.approx(Drawing().at(0, 400)[1], abs=1e-6)
    )


def test_the_line_can_be_left_out(api: Asking) -> None:
    found = api.json(NEARBY, lines=False, **place(0, 0))
    assert [one["properties"]["walk"]["line"] for one in found["features"]] == [None] * 3


def test_a_walk_of_no_length_is_still_a_line(api: Asking) -> None:
    lon, lat = at("across")
    here = api.json(NEARBY, lon=lon, lat=lat, limit=1)["features"][0]
    assert here["properties"]["walk"]["minutes"] == 0
    assert len(here["properties"]["walk"]["line"]["coordinates"]) == 2


def test_only_open_points_unless_others_are_asked_for(api: Asking) -> None:
    resting = api.json(NEARBY, status="temporarily_closed", **place(0, 0))
    assert times(resting) == {"resting": pytest.approx(80, abs=0.1)}
    both = api.json(NEARBY, status=["temporarily_closed", "open"], **place(0, 0))
    assert list(times(both)) == ["resting", "garden", "lane", "across"]


def test_kinds_minutes_and_limit_narrow_what_is_found(api: Asking) -> None:
    assert list(times(api.json(NEARBY, kind="museum", **place(0, 0)))) == ["across"]
    assert list(times(api.json(NEARBY, minutes=9, **place(0, 0)))) == ["garden", "lane"]
    assert list(times(api.json(NEARBY, limit=1, **place(0, 0)))) == ["garden"]


def test_a_place_at_exactly_the_limit_is_within(api: Asking) -> None:
    exact = times(api.json(NEARBY, **place(0, 0)))["garden"]
    assert "garden" in times(api.json(NEARBY, minutes=(exact + 0.1) / 60, **place(0, 0)))
    less = api.json(NEARBY, minutes=(exact - 0.1) / 60, nearest=0, **place(0, 0))
    assert (times(less), less["nearest"]) == ({}, True)


def test_a_place_off_the_streets_hears_how_far_the_nearest_is(api: Asking) -> None:
    # 200 m east of the eastern bank.
    problem = api.problem(NEARBY, 422, **place(300, 200))
    assert problem["type"] == "/problems/invalid-input"
    assert "the nearest street that can be walked is 200 m away" in problem["detail"]
    assert "100 m" in problem["detail"]
    elsewhere = api.problem(NEARBY, 422, lon=2.35, lat=48.85)
    assert "over 2 km" in elsewhere["detail"]


def test_a_place_on_an_island_hears_it(api: Asking) -> None:
    assert "lead nowhere else" in api.problem(NEARBY, 422, **place(1025, 10))["detail"]


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"lat": 31.2}, ["lon: is missing"]),
        ({"lon": "east", "lat": 31.2}, ["lon: east", "number"]),
        ({"lon": "NaN", "lat": 31.2}, ["lon: NaN", "finite"]),
        ({"lon": 31.2, "lat": 121.4}, ["lat: 121.4", "often the longitude"]),
        ({"minutes": 31}, ["minutes: 31", "at most 30"]),
        ({"minutes": 0}, ["minutes: 0", "greater than 0"]),
        ({"profile": "runner"}, ["profile", "'runner'", "adult, older_adult, step_free"]),
        ({"kind": "pub"}, ["kind", "'pub'", "library"]),
        ({"status": "gone"}, ["status: gone", "temporarily_closed"]),
        ({"limit": 1000}, ["limit: 1000", "100"]),
        ({"kinds": "library"}, ["kinds: there is no such parameter"]),
    ],
)
def test_a_wrong_parameter_is_named_with_its_remedy(
    api: Asking, parameters: dict[str, Any], named: list[str]
) -> None:
    given = parameters if "lat" in parameters else place(0, 0) | parameters
    problem = api.problem(NEARBY, 422, **given)
    assert [part for part in named if part not in problem["detail"]] == []


def test_a_new_point_is_found_at_once_and_a_closed_one_no_more(
    own_town: City, own_api: Asking
) -> None:
    assert "kiosk" not in times(own_api.json(NEARBY, **place(0, 0)))
    with own_town.store.begin() as tx:
        upsert_points(
            tx,
            [
                a_point("kiosk", Drawing().at(0, 125)),
                a_point("garden", at("garden"), status="closed"),
            ],
            actor="tester",
        )
    found = times(own_api.json(NEARBY, **place(0, 0)))
    assert found["kiosk"] == pytest.approx(100, abs=0.1)
    assert "garden" not in found


def test_nothing_of_the_answer_may_be_kept(client: httpx.Client) -> None:
    answer = client.get(NEARBY, params=place(0, 0))
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


@pytest.mark.parametrize("lat", [90.0, -90.0, 89.9999])
def test_a_pole_is_refused_at_once(api: Asking, lat: float) -> None:
    # Degrees of longitude are nothing there: a search for the nearest street went all round it.
    assert "nearest street" in api.problem(NEARBY, 422, lon=0, lat=lat)["detail"]

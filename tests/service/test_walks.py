"""The way to a point in the river town, told by its turns; read off the drawing."""

from learnmap.service.models import WalkFeature
from tests.service.conftest import Asking
from tests.unit.network.drawing import Drawing


def place(east_m: float, north_m: float) -> dict[str, float]:
    lon, lat = Drawing().at(east_m, north_m)
    return {"lon": lon, "lat": lat}


def test_the_way_goes_over_the_bridge_and_says_so_turn_by_turn(api: Asking) -> None:
    found = api.json("/api/v1/points/across/walk", **place(0, 0))
    WalkFeature.model_validate(found, strict=True)
    told = found["properties"]
    assert told["length_m"] == round(told["length_m"], 1)
    assert abs(told["length_m"] - 900) < 0.5
    # 400 m north, 100 m over the bridge, 400 m back; nothing branches at the bridge's ends.
    assert sum(step["length_m"] for step in told["steps"]) == told["length_m"]
    assert told["words_en"][0].startswith("Walk north along the path for ")
    assert told["words_zh"][-1] == "到达"
    lon, lat = Drawing().at(100, 400)
    assert any(
        abs(x - lon) < 2e-6 and abs(y - lat) < 2e-6 for x, y in found["geometry"]["coordinates"]
    )


def test_a_closed_point_has_a_way_and_an_unknown_one_none(api: Asking) -> None:
    assert (
        api.json("/api/v1/points/closed/walk", **place(0, 0))["properties"]["point_id"] == "closed"
    )
    api.problem("/api/v1/points/nowhere/walk", 404, **place(0, 0))


def test_what_cannot_be_walked_is_said(api: Asking) -> None:
    assert "minutes" in api.problem("/api/v1/points/island/walk", 422, **place(0, 0))["detail"]
    assert "street" in api.problem("/api/v1/points/garden/walk", 422, **place(0, 5_000))["detail"]
    api.problem("/api/v1/points/garden/walk", 422, lon=200, lat=0)
    api.problem("/api/v1/points/garden/walk", 422, profile="cat", **place(0, 0))

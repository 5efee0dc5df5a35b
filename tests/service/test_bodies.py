"""A question in the body of a request is the same as one in its address, and has its limits."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.service.towns import at
from tests.unit.network.drawing import Drawing

NEARBY = "/api/v1/nearby"
LON, LAT = Drawing().at(0, 0)
PLACE = {"lon": LON, "lat": LAT}
JSON = {"Content-Type": "application/json"}


def without_time(answer: httpx.Response) -> dict[str, Any]:
    found: dict[str, Any] = answer.json()
    return found | {"at": None}


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (NEARBY, PLACE),
        (
            NEARBY,
            {**PLACE, "minutes": 9, "kind": ["library", "museum"], "lines": False, "limit": 1},
        ),
        (NEARBY, {**PLACE, "at": "2026-03-02T09:30:00+08:00", "status": ["temporarily_closed"]}),
        ("/api/v1/reach", {**PLACE, "profile": "older_adult"}),
        ("/api/v1/points/garden/walk", {**PLACE, "profile": "step_free"}),
        ("/api/v1/places", {"text": "tushuguan", "limit": 2}),
    ],
)
def test_the_answer_is_that_of_the_address(
    client: httpx.Client, path: str, asked: dict[str, Any]
) -> None:
    posted = client.post(path, json=asked)
    assert posted.status_code == 200
    assert posted.headers["cache-control"] == "no-store"
    assert posted.headers["content-type"] == "application/geo+json"
    assert without_time(posted) == without_time(client.get(path, params=asked))


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"lat": LAT}, {"lon": None}),
        ({**PLACE, "lon": str(LON)}, {"lon": str(LON)}),
        ({**PLACE, "lon": None, "lat": 121.4}, {"lon": "None", "lat": "121.4"}),
        ({**PLACE, "kind": "library"}, {"kind": "library"}),
        ({**PLACE, "lines": "false"}, {"lines": "false"}),
        ({**PLACE, "limit": 2.5}, {"limit": "2.5"}),
        ({**PLACE, "colour": "red"}, {"colour": "red"}),
        ({**PLACE, "mode": ["by_post"]}, {"mode": "by_post"}),
    ],
)
def test_a_wrong_field_is_named_with_its_value_and_remedy(
    client: httpx.Client, body: dict[str, Any], named: dict[str, str | None]
) -> None:
    answer = client.post(NEARBY, json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (
        422,
        "application/problem+json",
    )
    errors = answer.json()["errors"]
    assert {one["parameter"]: one["value"] for one in errors} == named
    assert {one["in"] for one in errors} == {"body"}
    assert all(one["remedy"] for one in errors)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"lon=121.4", b"[]", b"null", b"\xff\xfe", b'{"lon": NaN}', b"[" * 9000]
)
def test_what_is_no_object_of_json_is_refused(client: httpx.Client, body: bytes) -> None:
    answer = client.post(NEARBY, content=body, headers=JSON)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-input")


@pytest.mark.parametrize("media_type", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_another_type_than_json_is_refused(client: httpx.Client, media_type: str | None) -> None:
    headers = {} if media_type is None else {"Content-Type": media_type}
    answer = client.post(NEARBY, content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (
        415,
        "/problems/unsupported-media-type",
    )
    accepted = client.post(
        NEARBY, json=PLACE, headers={"Content-Type": "Application/JSON; charset=utf-8"}
    )
    assert accepted.status_code == 200


def test_a_body_has_at_most_16_kib(client: httpx.Client) -> None:
    body = b'{"lon": %f, "lat": %f}' % (LON, LAT)
    assert client.post(NEARBY, content=body.ljust(16 * 1024), headers=JSON).status_code == 200

    def parts() -> Iterator[bytes]:
        yield body
        for _ in range(200):
            yield b" " * 1024

    for content in (body.ljust(16 * 1024 + 1), parts()):  # with its length told, and without
        answer = client.post(NEARBY, content=content, headers=JSON)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/content-too-large")
    assert client.get("/healthz").status_code == 200


def test_any_page_may_ask(client: httpx.Client) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = client.options(NEARBY, headers=asked)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    assert "access-control-allow-credentials" not in answer.headers


def test_the_way_to_a_point_begins_at_the_place(client: httpx.Client) -> None:
    lon, lat = at("garden")
    found = client.post("/api/v1/points/across/walk", json={"lon": lon, "lat": lat}).json()
    assert found["geometry"]["coordinates"][0] == pytest.approx([lon, lat], abs=1e-6)

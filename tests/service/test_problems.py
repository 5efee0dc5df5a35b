"""Every error is a problem of RFC 9457, and none tells what is inside."""

import inspect
from typing import Any

import httpx
import pytest

from learnmap.model import errors
from learnmap.model.errors import LearnmapError
from learnmap.service.problems import ERROR_TABLE, PROBLEM_TYPES, problem_type
from learnmap.workflows.city import City
from learnmap.workflows.nearby import NearbyIndex
from tests.service.conftest import Asking, served

STATUSES = {
    "LearnmapError": 500,
    "InvalidInputError": 422,
    "ExtractError": 422,
    "ElevationError": 422,
    "TableError": 422,
    "GeometryError": 422,
    "NotFoundError": 404,
    "WithdrawnError": 410,
    "ConflictError": 409,
    "NotAllowedError": 403,
    "GateError": 409,
    "IntegrityError": 500,
    "NotReadyError": 503,
    "StoreError": 503,
    "ClusterError": 500,
}
"""By what each error means for who asks (RFC 9110 section 15)."""

LEAVES = {
    name: leaf
    for name, leaf in inspect.getmembers(errors, inspect.isclass)
    if issubclass(leaf, LearnmapError)
}


def test_each_error_of_ours_has_its_status() -> None:
    assert {name: problem_type(leaf("x")).status for name, leaf in LEAVES.items()} == STATUSES
    assert set(ERROR_TABLE.values()) <= set(PROBLEM_TYPES.values())


@pytest.mark.parametrize("name", sorted(STATUSES))
def test_each_error_reaches_the_client_as_its_problem(
    published_town: City, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LEAVES[name]("the secret of host db.internal, 121.4567")

    with served(published_town) as client:
        monkeypatch.setattr(NearbyIndex, "find", fail)
        problem = Asking(client).problem("/api/v1/nearby", STATUSES[name], lon=121.4, lat=31.2)
        kind = problem_type(LEAVES[name]("x"))
        assert (problem["type"], problem["title"]) == (kind.address, kind.title)
        # What is wrong with our side is not told; what is wrong with the request is.
        hidden = name in {"StoreError", "IntegrityError", "ClusterError", "LearnmapError"}
        assert ("secret" in problem["detail"]) is not hidden


def test_what_nobody_expected_tells_nothing(
    published_town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the secret at 121.4567")

    with served(published_town) as client:
        monkeypatch.setattr(NearbyIndex, "find", fail)
        problem = Asking(client).problem("/api/v1/nearby", 500, lon=121.4567, lat=31.2)
        assert problem["type"] == "/problems/internal"
        assert len(problem["reference"]) == 12
        text = str(problem)
        assert [word for word in ("secret", "121.4567", "ZeroDivision") if word in text] == []
        # The server goes on.
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/api/v2/points", "/editions/x/"])
def test_an_unknown_address_is_not_found(api: Asking, path: str) -> None:
    assert api.problem(path, 404)["type"] == "/problems/not-found"


def test_what_may_be_asked_with_a_body_says_so(client: httpx.Client) -> None:
    answer = client.put("/api/v1/nearby", json={})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"])
def test_only_reading_is_allowed(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/api/v1/points")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/method-not-allowed"


def test_each_wrong_parameter_is_listed(api: Asking) -> None:
    problem = api.problem("/api/v1/nearby", 422, lon="x", lat=99, color="red")
    assert {one["parameter"]: (one["in"], one["value"]) for one in problem["errors"]} == {
        "lon": ("query", "x"),
        "lat": ("query", "99"),
        "color": ("query", "red"),
    }
    assert all(one["remedy"] for one in problem["errors"])


def test_a_long_value_is_not_repeated_whole(api: Asking) -> None:
    problem = api.problem("/api/v1/points", 422, text="x" * 5000)
    assert len(problem["detail"]) < 500


@pytest.mark.parametrize("slug", sorted(PROBLEM_TYPES))
def test_each_type_leads_to_a_page(client: httpx.Client, slug: str) -> None:
    page = client.get(PROBLEM_TYPES[slug].address)
    assert page.status_code == 200
    assert PROBLEM_TYPES[slug].title in page.text


def test_every_answer_is_for_everybody_and_safe(client: httpx.Client) -> None:
    for path in ("/api/v1/points", "/nothing", "/editions/", "/docs", "/healthz"):
        headers = client.get(path, headers={"Origin": "https://elsewhere.example"}).headers
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors" in headers["content-security-policy"]
    asked: dict[str, Any] = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    assert client.options("/api/v1/points", headers=asked).status_code == 200
    asked["Access-Control-Request-Method"] = "DELETE"
    assert client.options("/api/v1/points", headers=asked).status_code == 400

"""The API's description of itself holds, and nothing that it shows loads from elsewhere."""

import re
from typing import Any

import httpx
import pytest

from learnmap.service import list_models, models
from learnmap.service.problems import PROBLEM_TYPES
from tests.architecture.project import ROOT
from tests.service.conftest import Asking

PATHS = {
    "/api/v1/editions",
    "/api/v1/filters",
    "/api/v1/kinds",
    "/api/v1/nearby",
    "/api/v1/offerings",
    "/api/v1/places",
    "/api/v1/points",
    "/api/v1/points/{point_id}",
    "/api/v1/points/{point_id}/catchment",
    "/api/v1/points/{point_id}/walk",
    "/api/v1/profiles",
    "/api/v1/reach",
    "/api/v1/routes",
    "/api/v1/routes/{route_id}",
    "/editions/{year}/{map_name}/products/{path}",
    "/editions/{year}/{map_name}/{path}",
    "/healthz",
    "/readyz",
}

ASKED = {
    "/api/v1/nearby",
    "/api/v1/places",
    "/api/v1/points/{point_id}/walk",
    "/api/v1/reach",
}
"""Those that hear a resident's place."""

FILES = {path for path in PATHS if path.startswith("/editions/")}
"""What is sent as it is, in whatever form it has."""


@pytest.fixture(scope="session")
def document(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_every_endpoint_is_described(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == PATHS
    for path, operations in document["paths"].items():
        assert list(operations) == (["get", "post"] if path in ASKED else ["get"])
        for operation in operations.values():
            assert operation["summary"], path
            assert len(operation["description"]) > 40, path
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query":
                    assert parameter["description"], (path, parameter["name"])
                    assert parameter["schema"]["examples"], (path, parameter["name"])
            for status, response in operation["responses"].items():
                assert response["description"]
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]


def test_a_body_takes_what_an_address_takes(document: dict[str, Any]) -> None:
    for path in ASKED:
        get, post = (document["paths"][path][method] for method in ("get", "post"))
        in_address = {one["name"] for one in get["parameters"] if one["in"] == "query"}
        schema = post["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        body = document["components"]["schemas"][schema.rpartition("/")[2]]
        assert set(body["properties"]) == in_address
        assert [one["name"] for one in post.get("parameters", [])] == [
            one["name"] for one in get["parameters"] if one["in"] == "path"
        ]


def test_the_documentation_has_every_endpoint_parameter_and_problem(
    document: dict[str, Any],
) -> None:
    text = (ROOT / "docs/api.md").read_text("utf-8")
    parameters = {
        parameter["name"]
        for operations in document["paths"].values()
        for parameter in operations["get"].get("parameters", [])
        if parameter["in"] == "query"
    }
    addresses = {problem.address for problem in PROBLEM_TYPES.values()}
    assert [word for word in PATHS | parameters | addresses if f"`{word}`" not in text] == []


def test_every_reference_leads_to_a_schema(document: dict[str, Any]) -> None:
    named = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert named == set(document["components"]["schemas"])


def test_examples_have_the_shape_of_answers(document: dict[str, Any]) -> None:
    checked = 0
    for path in PATHS - FILES:
        for media in document["paths"][path]["get"]["responses"]["200"]["content"].values():
            name = media["schema"]["$ref"].rpartition("/")[2]
            (getattr(models, name, None) or getattr(list_models, name)).model_validate(
                media["example"], strict=True
            )
            checked += 1
    assert checked == 16


def test_collections_are_geojson(document: dict[str, Any]) -> None:
    for path in (path for path in PATHS if "points" in path or path in ASKED):
        content = document["paths"][path]["get"]["responses"]["200"]["content"]
        assert list(content) == ["application/geo+json"]


def test_pages_load_nothing(client: httpx.Client) -> None:
    for path in ("/docs", "/problems/not-found", "/editions/"):
        text = client.get(path).text
        assert "Content-Security-Policy" in text
        assert "default-src 'none'" in text
        assert (
            re.findall(r"(?:src|action)=|<link(?! rel=\"icon\" href=\"data:)|@import", text) == []
        )
    for path in PATHS:
        assert path in client.get("/docs").text


def test_there_is_no_page_of_the_framework(api: Asking) -> None:
    for path in ("/redoc", "/docs/oauth2-redirect"):
        api.problem(path, 404)

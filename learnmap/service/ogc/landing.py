"""Where OGC API begins: what this service conforms to, and a page for people."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from tipg.dependencies import accept_media_type
from tipg.resources.enums import MediaType

from learnmap.service.answers import html_answer, json_answer
from learnmap.service.ogc.collections import LayerCollection, all_layers
from learnmap.service.pages import layers_page

router = APIRouter(tags=["OGC Common"])

_OGC: Final = "http://www.opengis.net/spec"
CONFORMS_TO: Final = (
    f"{_OGC}/ogcapi-common-1/1.0/conf/core",
    f"{_OGC}/ogcapi-common-1/1.0/conf/landingPage",
    f"{_OGC}/ogcapi-common-1/1.0/conf/json",
    f"{_OGC}/ogcapi-common-2/1.0/conf/collections",
    f"{_OGC}/ogcapi-features-1/1.0/conf/core",
    f"{_OGC}/ogcapi-features-1/1.0/conf/geojson",
    f"{_OGC}/ogcapi-features-3/1.0/conf/queryables",
    f"{_OGC}/ogcapi-features-3/1.0/conf/filter",
    f"{_OGC}/ogcapi-features-3/1.0/conf/features-filter",
    f"{_OGC}/cql2/1.0/conf/cql2-text",
    f"{_OGC}/cql2/1.0/conf/cql2-json",
    f"{_OGC}/cql2/1.0/conf/basic-cql2",
    f"{_OGC}/cql2/1.0/conf/advanced-comparison-operators",
    f"{_OGC}/cql2/1.0/conf/case-insensitive-comparison",
    f"{_OGC}/cql2/1.0/conf/basic-spatial-functions",
    f"{_OGC}/cql2/1.0/conf/property-property",
    f"{_OGC}/ogcapi-tiles-1/1.0/conf/core",
    f"{_OGC}/ogcapi-tiles-1/1.0/conf/mvt",
    f"{_OGC}/ogcapi-tiles-1/1.0/conf/tileset",
    f"{_OGC}/ogcapi-tiles-1/1.0/conf/tilesets-list",
)
"""What tipg does of the standards, without its pages."""


@router.get("/", summary="Where everything is")
def landing(
    request: Request,
    layers: Annotated[list[LayerCollection], Depends(all_layers)],
    f: Annotated[Literal["json", "html"] | None, Query()] = None,
) -> Response:
    """Lead programs to the layers, and tell people how to add them to a map program."""
    address = str(request.base_url).rstrip("/")
    if (f or _wanted(request)) == "html":
        answer = html_answer(request, layers_page(address, [_told(layer) for layer in layers]))
    else:
        answer = json_answer(request, _links(address))
    answer.headers["Vary"] = "Accept, Accept-Encoding"
    return answer


@router.get("/conformance", summary="What this service conforms to")
def conformance(request: Request) -> Response:
    """Name the parts of the standards that it does."""
    return json_answer(request, {"conformsTo": CONFORMS_TO})


@router.get("/api", include_in_schema=False)
def describe(request: Request) -> Response:
    """Describe the API to programs."""
    here = {"servers": [{"url": str(request.base_url).rstrip("/")}]}
    # Clients look for this very type; what they read of the document is the same in 3.1.
    return json_answer(request, request.app.openapi() | here, media_type=MediaType.openapi30_json)


def _wanted(request: Request) -> str:
    accepted = request.headers.get("accept", "")
    found = accept_media_type(accepted, [MediaType.json, MediaType.html])
    return "html" if found == MediaType.html else "json"


def _told(layer: LayerCollection) -> Mapping[str, Any]:
    return {"name": layer.id, "title": layer.title, "about": layer.description}


def _links(address: str) -> dict[str, Any]:
    def link(rel: str, path: str, media_type: str, title: str) -> dict[str, str]:
        return {"rel": rel, "href": f"{address}/{path}", "type": media_type, "title": title}

    return {
        "title": "learnmap",
        "description": "学习点、路线、步行可达范围与已发布的地图 / "
        "Learning points, routes, walking catchments and published maps",
        "links": [
            link("self", "?f=json", MediaType.json, "This document"),
            link("alternate", "?f=html", MediaType.html, "How to add the layers to a map program"),
            link("service-desc", "api", MediaType.openapi30_json, "The API for programs"),
            link("service-doc", "?f=html", MediaType.html, "The API for people"),
            link("conformance", "conformance", MediaType.json, "What it conforms to"),
            link("data", "collections", MediaType.json, "The layers"),
            link(
                "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
                "tileMatrixSets",
                MediaType.json,
                "How tiles are cut",
            ),
        ],
    }

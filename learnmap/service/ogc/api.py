"""The application below ``/ogc``."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request
from fastapi.responses import Response
from morecantile.defaults import TileMatrixSets
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tipg import collections as tipg_collections
from tipg import factory as tipg_factory
from tipg.errors import NotFound, TiPgError

from learnmap import __version__
from learnmap.service.answers import REVALIDATE
from learnmap.service.description import problem_shapes, problems
from learnmap.service.ogc import landing
from learnmap.service.ogc.collections import LayerFeatures, find_layer
from learnmap.service.ogc.filters import (
    OVERRIDES,
    TILE_SETS,
    only_known_parameters,
    only_plain_values,
)
from learnmap.service.passage import LastNet
from learnmap.service.problems import INVALID_INPUT, NOT_FOUND, problem, register_problems
from learnmap.store import LAYERS, Layer
from learnmap.store.layer_pool import LayerPool
from learnmap.workflows.public_layers import PublicLayers

PATH: Final = "/ogc"
PAGE: Final = 1000
"""Features of a page where a client asks for no number; each page is counted and sorted anew."""
MOST_FEATURES: Final = 2000
"""Of a page: one of catchments takes some 40 KB of memory for each while it is put together."""
MOST_IN_A_TILE: Final = 10_000

_COMPRESSED_FROM: Final = 1024
_LIMIT: Final = re.compile(rb"(?<![^&])limit=(\d+)(?![^&])")


class LayerTiles(tipg_factory.OGCTilesFactory):
    """tipg's endpoints for vector tiles."""

    def _stylejson_routes(self) -> None:
        """Leave out its styles, which are no part of OGC API Tiles."""


class LayerApi:
    """ASGI application that is put below `PATH`, and knows the address by which it is reached.

    Parameters
    ----------
    app : FastAPI
    public_url : str or None
        Where editions are on the web. Where that is this service, its address is what stands
        before ``/editions``; else it is the one that a client asked.
    """

    def __init__(self, app: FastAPI, public_url: str | None) -> None:
        self._app: ASGIApp = app
        root, found, _ = (public_url or "").rstrip("/").rpartition("/editions")
        self._address = urlsplit(root) if found else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; links in the answer are absolute, as the standard has them."""
        if not scope.get("root_path", "").endswith(PATH):  # asked without the slash
            scope["root_path"] = scope.get("root_path", "") + PATH
            scope["path"] += "/"
        scope["query_string"] = _LIMIT.sub(_at_most, scope["query_string"])
        scope["app_root_path"] = scope["root_path"]
        if self._address is not None:
            scope["app_root_path"] = self._address.path + PATH
            scope["scheme"] = self._address.scheme
            headers = [pair for pair in scope["headers"] if pair[0] != b"host"]
            scope["headers"] = [*headers, (b"host", self._address.netloc.encode())]

        async def to_be_asked_for(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("Cache-Control", REVALIDATE)
            await send(message)

        await self._app(scope, receive, to_be_asked_for)


def _at_most(limit: re.Match[bytes]) -> bytes:
    """Take a number over the most for the most, as the standard has it."""
    return limit[0] if len(limit[1]) < 6 and int(limit[1]) <= MOST_FEATURES else _MOST


_MOST: Final = f"limit={MOST_FEATURES}".encode()


def create_layer_api(
    layers: PublicLayers, pool: LayerPool, *, public_url: str | None = None
) -> LayerApi:
    """Make the application that serves the layers.

    Parameters
    ----------
    layers : PublicLayers
    pool : LayerPool
        Closed by the caller.
    public_url : str, optional
        As for `LayerApi`.
    """
    _settle()
    app = _DescribedLayers(
        title="learnmap: OGC API",
        version=__version__,
        openapi_url=None,  # landing has it; the framework's pages load from elsewhere
        redirect_slashes=False,
    )
    app.state.layers = layers
    app.state.pool = pool
    app.dependency_overrides.update(OVERRIDES)
    features = LayerFeatures(collection_dependency=find_layer, with_common=False)
    tiles = LayerTiles(
        collection_dependency=find_layer,
        supported_tms=TileMatrixSets(TILE_SETS),
        with_common=False,
        with_viewer=False,
    )
    app.include_router(landing.router)
    app.include_router(features.router, dependencies=[Depends(only_known_parameters)])
    app.include_router(tiles.router, dependencies=[Depends(only_plain_values)])
    register_problems(app)
    app.add_exception_handler(TiPgError, _of_tipg)
    app.add_middleware(LastNet)
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM, compresslevel=6)
    return LayerApi(app, public_url)


class _DescribedLayers(FastAPI):
    """An application whose OpenAPI document has each layer's columns, and no forms that are not."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document; it is made once."""
        if self.openapi_schema is not None:
            return self.openapi_schema
        document = super().openapi()
        for operation in (path["get"] for path in document["paths"].values()):
            for parameter in operation.get("parameters", []):
                if parameter["name"] == "f":
                    forms = parameter["schema"]["anyOf"][0]
                    forms["enum"] = [form for form in forms["enum"] if form not in _NO_FORMS]
                if parameter["name"] == "limit":
                    _say_of_limit(parameter)
            operation["responses"] |= {
                str(status): said for status, said in problems(404, 422, 503).items()
            }
            for response in operation["responses"].values():
                for media_type in _NO_FORMS.values():
                    response.get("content", {}).pop(media_type, None)
        schemas = document["components"]["schemas"]
        schemas.update(problem_shapes())
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for layer in LAYERS:
            path = f"/collections/{layer.name}/items"
            document["paths"][path] = {"get": _items_of(layer, document["paths"][_ITEMS]["get"])}
        return document


def _say_of_limit(parameter: dict[str, Any]) -> None:
    """Say that a number over the most is taken for the most; as a limit it would be refused."""
    parameter["description"] = f"Features of a page; at most {MOST_FEATURES} are sent."
    for schema in (parameter["schema"], *parameter["schema"].get("anyOf", ())):
        schema.pop("maximum", None)


_ITEMS: Final = "/collections/{collectionId}/items"


def _items_of(layer: Layer, operation: dict[str, Any]) -> dict[str, Any]:
    """Return how to ask for a layer's features: GDAL filters by a column only if it is there."""
    columns = [
        {
            "name": field.name,
            "in": "query",
            "required": False,
            "description": field.about,
            "schema": {"type": "string"},
        }
        for field in layer.fields
    ]
    others = [one for one in operation["parameters"] if one["in"] == "query"]
    return {
        **operation,
        "summary": layer.title,
        "description": layer.about,
        "operationId": f"items_of_{layer.name}",
        "parameters": [*others, *columns],
    }


_NO_FORMS: Final = {"html": "text/html", "csv": "text/csv", "ndjson": "application/ndjson"}
"""Forms of tipg's that layers have not, with their media types.

Its pages load scripts from elsewhere, and its tables would hand a spreadsheet cells that begin
like a formula.
"""


def _settle() -> None:
    """Set how much tipg answers with, whatever the environment or a file ``.env`` says."""
    for module in (tipg_collections, tipg_factory):
        module.features_settings.default_features_limit = PAGE
        module.features_settings.max_features_per_query = MOST_FEATURES
        module.mvt_settings.max_features_per_tile = MOST_IN_A_TILE
        module.mvt_settings.set_mvt_layername = True


async def _of_tipg(_request: Request, error: Exception) -> Response:
    kind = NOT_FOUND if isinstance(error, NotFound) else INVALID_INPUT
    return problem(kind, str(error))

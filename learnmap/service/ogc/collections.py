"""Layers as the collections of OGC API Features: what there is, and what it is called."""

from functools import lru_cache
from typing import Annotated, Any, Final

from fastapi import Depends, Path, Request
from tipg import model
from tipg.collections import Column, PgCollection
from tipg.factory import OGCFeaturesFactory
from tipg.resources.enums import MediaType
from tipg.resources.response import ORJSONResponse, SchemaJSONResponse

from learnmap.model.errors import NotFoundError
from learnmap.store import KEY, LAYERS, SHAPE, Layer, LayerExtent
from learnmap.store.schema import LAYERS_SCHEMA
from learnmap.workflows.public_layers import PublicLayers


class LayerCollection(PgCollection):
    """A layer as tipg reads it."""

    @property
    def queryables(self) -> dict[str, dict[str, str]]:
        """The columns that can be filtered by, with what they say."""
        found: dict[str, dict[str, str]] = super().queryables
        for column in self.table_columns:
            if not column.is_geometry:
                found[column.name] = {"title": column.description or "", **_TYPES[column.type]}
        return found


def find_layer(
    request: Request,
    collectionId: Annotated[str, Path(description="Name of a layer.")],  # noqa: N803 - tipg's name
) -> LayerCollection:
    """Find a layer by its name, which is the only way to any table.

    Raises
    ------
    NotFoundError
        When there is none of that name.
    """
    for collection in all_layers(request):
        if collection.id == collectionId:
            return collection
    known = ", ".join(layer.name for layer in LAYERS)
    raise NotFoundError(f"there is no layer {collectionId!r}; the layers are {known}")


def all_layers(request: Request) -> list[LayerCollection]:
    """Return the layers with how far they reach now."""
    layers: PublicLayers = request.app.state.layers
    extents = layers.extents()
    return [_collection(layer, extents[layer.name]) for layer in LAYERS]


@lru_cache(maxsize=4 * len(LAYERS))
def _collection(layer: Layer, extent: LayerExtent) -> LayerCollection:
    columns = [
        Column(name=field.name, type=field.kind, description=field.about) for field in layer.fields
    ]
    for column in columns:
        if column.name == layer.time:
            column.mindt = None if extent.since is None else extent.since.isoformat()
            column.maxdt = None if extent.until is None else extent.until.isoformat()
    place: dict[str, Any] = {"bounds": list(extent.box)} if extent.box else {}
    shape = Column(name=SHAPE, type="geometry", geometry_type=layer.shape, srid=4326, **place)
    return LayerCollection(
        type="Table",
        id=layer.name,
        table=layer.name,
        schema=LAYERS_SCHEMA,
        title=layer.title,
        description=layer.about,
        table_columns=[*columns, shape],
        properties=[*columns, shape],
        id_column=next(column for column in columns if column.name == KEY),
        geometry_column=shape,
        datetime_column=next((column for column in columns if column.name == layer.time), None),
    )


def feature_schema(layer: LayerCollection) -> dict[str, Any]:
    """Return the JSON schema of a layer's features.

    Without the key, which is a feature's id already: GDAL would have it twice.
    """
    columns = {
        column.name: {"title": column.description, **_TYPES[column.type]}
        for column in layer.table_columns
        if not column.is_geometry and column.name != KEY
    }
    shape = next(column for column in layer.table_columns if column.is_geometry)
    return {
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "title": layer.title,
        "description": layer.description,
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "geometry": {"$ref": f"https://geojson.org/schema/{shape.geometry_type}.json"},
            "properties": {"type": "object", "properties": columns},
        },
    }


_TYPES: Final[dict[str, dict[str, str]]] = {
    "text": {"type": "string"},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "double precision": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "timestamptz": {"type": "string", "format": "date-time"},
}
"""JSON schema by the type of a column."""


class LayerFeatures(OGCFeaturesFactory):
    """tipg's endpoints for features, below descriptions of our own.

    Its own name a collection by its id, and lead to forms that we do not answer in.
    """

    def _collections_route(self) -> None:
        @self.router.get(
            "/collections",
            summary="The layers",
            response_model=model.Collections,
            response_model_exclude_none=True,
            response_class=ORJSONResponse,
            tags=["OGC Features API"],
        )
        def collections(
            request: Request, layers: Annotated[list[LayerCollection], Depends(all_layers)]
        ) -> model.Collections:
            """List the layers, with from where to where they reach."""
            here = self.url_for(request, "collections")
            return model.Collections(
                links=[model.Link(href=here, rel="self", type=MediaType.json)],
                numberMatched=len(layers),
                numberReturned=len(layers),
                collections=[self._described(request, layer) for layer in layers],
            )

    def _collection_route(self) -> None:
        @self.router.get(
            "/collections/{collectionId}",
            summary="A layer",
            response_model=model.Collection,
            response_model_exclude_none=True,
            response_class=ORJSONResponse,
            tags=["OGC Features API"],
        )
        def collection(
            request: Request, layer: Annotated[LayerCollection, Depends(find_layer)]
        ) -> model.Collection:
            """Tell what a layer shows, and where its features and tiles are."""
            return self._described(request, layer)

        @self.router.get(
            "/collections/{collectionId}/schema",
            summary="The columns of a layer",
            response_class=SchemaJSONResponse,
            tags=["OGC Features API"],
        )
        def schema(layer: Annotated[LayerCollection, Depends(find_layer)]) -> SchemaJSONResponse:
            """Tell the type of each column, whatever values are on the first page."""
            return SchemaJSONResponse(feature_schema(layer))

    def _described(self, request: Request, layer: LayerCollection) -> model.Collection:
        def link(
            title: str, name: str, rel: str, media_type: MediaType, end: str = ""
        ) -> model.Link:
            href = self.url_for(request, name, collectionId=layer.id) + end
            return model.Link(title=title, href=href, rel=rel, type=media_type)

        return model.Collection(
            id=layer.id,
            title=layer.title,
            description=layer.description,
            extent=layer.extent,
            itemType="feature",
            crs=["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
            links=[
                link("The layer", "collection", "self", MediaType.json),
                link("Its features", "items", "items", MediaType.geojson),
                link("As lines", "items", "items", MediaType.geojsonseq, "?f=geojsonseq"),
                link("Its columns", "schema", "describedBy", MediaType.schemajson),
                link(
                    "What it can be filtered by",
                    "queryables",
                    "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                    MediaType.schemajson,
                ),
                *self._additional_collection_tiles_links(request, layer),
            ],
        )

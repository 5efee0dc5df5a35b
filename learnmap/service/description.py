"""What OpenAPI says of the endpoints beyond their parameters."""

from typing import Any, Final

from fastapi import FastAPI

from learnmap.service.answers import PROBLEM_JSON
from learnmap.service.examples import EXAMPLES, PROBLEM
from learnmap.service.models import Problem
from learnmap.service.queries import (
    NearbyParameters,
    PlacesParameters,
    ReachParameters,
    WalkParameters,
)

_MEANINGS: Final = {
    404: "There is nothing of that address.",
    413: "The body is larger than 16 KiB.",
    415: "The body is not JSON.",
    410: "It was published and has been withdrawn.",
    416: "The file has no such part.",
    422: "A parameter cannot be used; the problem names it, its value and the remedy.",
    503: "The database does not answer, or the city is not ready yet.",
}
BODIES: Final = (NearbyParameters, PlacesParameters, ReachParameters, WalkParameters)
"""Parameters that may come in a body."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of the problems that an endpoint may answer with."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": _MEANINGS[status],
            "content": {PROBLEM_JSON: {"schema": schema, "example": PROBLEM}},
        }
        for status in statuses
    }


def problem_shapes() -> dict[str, Any]:
    """Return the shapes that `problems` names, for the schemas of an OpenAPI document."""
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**shape.pop("$defs", {}), "Problem": shape}


class DescribedApp(FastAPI):
    """An application whose OpenAPI document has examples and the shape of a problem."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document; it is made once."""
        if self.openapi_schema is not None:
            return self.openapi_schema
        document = super().openapi()
        schemas = document["components"]["schemas"]
        schemas.update(problem_shapes())
        for model in BODIES:
            schemas[model.__name__] = model.model_json_schema()
        operations = (
            (path, operation)
            for path, by_method in document["paths"].items()
            for operation in by_method.values()
        )
        for path, operation in operations:
            responses = operation["responses"]
            if path in EXAMPLES:
                # Given any earlier, the framework would take the nulls out of them.
                (content,) = responses["200"]["content"].values()
                content["example"] = EXAMPLES[path]
            if "application/json" in responses.get("422", {}).get("content", {}):
                del responses["422"]  # the framework's own form, which is never sent
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        return document

"""Parameters that come in the body of a request, where no log of an address can have them."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

BODY_BYTES: Final = 16 * 1024
"""A question fits in a fraction of it."""
_JSON: Final = "application/json"

Parameters = TypeVar("Parameters", bound=BaseModel)


def body_of(model: type[Parameters]) -> Callable[[Request], Awaitable[Parameters]]:
    """Make a dependency that reads parameters from a body of JSON.

    Types are taken as they are: a number in quotes is none.
    """

    async def read(request: Request) -> Parameters:
        _check_media_type(request)
        try:
            return model.model_validate_json(await whole_body(request), strict=True)
        except ValidationError as error:
            faults = error.errors(include_url=False, include_context=False)
            raise RequestValidationError(
                [{**fault, "loc": ("body", *fault["loc"])} for fault in faults]
            ) from None

    return read


def described(model: type[BaseModel]) -> dict[str, Any]:
    """Return what OpenAPI says of a body."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"required": True, "content": {_JSON: {"schema": schema}}}}


def _check_media_type(request: Request) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != _JSON:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, headers={"Accept": _JSON})


async def whole_body(request: Request) -> bytes:
    """Read a body as far as it may go, whatever its length is said to be."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        parts.append(part)
    return b"".join(parts)

"""Problem details (RFC 9457): one table from each error of ours to an HTTP status."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from learnmap.model.errors import (
    ConflictError,
    GateError,
    IntegrityError,
    InvalidInputError,
    LearnmapError,
    NotAllowedError,
    NotFoundError,
    NotReadyError,
    StoreError,
    WithdrawnError,
)
from learnmap.service.answers import NEVER, PROBLEM_JSON, RangeNotSatisfiableError, to_json
from learnmap.service.request_log import log, told

RETRY_AFTER_S: Final = 5


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem, with the page that its ``type`` leads to.

    Attributes
    ----------
    slug : str
        Last part of its address.
    status : int
    title : str
    meaning : str
        What it means and what to do.
    """

    slug: str
    status: int
    title: str
    meaning: str

    @property
    def address(self) -> str:
        """The ``type`` of RFC 9457: a reference relative to the service."""
        return f"/problems/{self.slug}"


INVALID_INPUT: Final = ProblemType(
    "invalid-input",
    422,
    "A value cannot be used",
    "A parameter is missing, unknown, out of range, or names what the city does not have. "
    "`detail` and `errors` name the parameter, the value and the remedy.",
)
NOT_FOUND: Final = ProblemType(
    "not-found",
    404,
    "There is nothing here",
    "The address names a page, learning point, edition or file that does not exist. "
    "`/docs` lists the addresses, `/api/v1/points` the learning points, `/editions/` the editions.",
)
NO_CATCHMENT: Final = ProblemType(
    "no-catchment",
    404,
    "The learning point has no walking catchment",
    "Nobody of this profile can walk to it on the streets that are known, or its catchment has "
    "not been computed yet. `detail` says which.",
)
WITHDRAWN: Final = ProblemType(
    "withdrawn",
    410,
    "The edition was withdrawn",
    "It was published and then taken back; `detail` gives the reason. `/editions/` lists the "
    "editions that hold.",
)
CONFLICT: Final = ProblemType(
    "conflict",
    409,
    "The request contradicts what is recorded",
    "Something that is recorded already stands against it; `detail` says what.",
)
NOT_ALLOWED: Final = ProblemType(
    "not-allowed",
    403,
    "The account may not do this",
    "What was asked for needs another role or a second person; `detail` says which.",
)
NOT_READY: Final = ProblemType(
    "not-ready",
    503,
    "The city is not ready yet",
    "A step is missing that whoever runs the service has to do first; `detail` names it.",
)
UNAVAILABLE: Final = ProblemType(
    "unavailable",
    503,
    "The service cannot answer at the moment",
    "The database does not answer. The service goes on by itself as soon as it does: try again "
    "after the seconds in `Retry-After`.",
)
INTERNAL: Final = ProblemType(
    "internal",
    500,
    "Something went wrong in the service",
    "The fault is ours. Give the `reference` to whoever runs the service: the log has it too.",
)
METHOD_NOT_ALLOWED: Final = ProblemType(
    "method-not-allowed",
    405,
    "The method is not allowed here",
    "The service is read with GET and HEAD, and some of it asked with POST; the header `Allow` "
    "lists what this address takes.",
)
CONTENT_TOO_LARGE: Final = ProblemType(
    "content-too-large",
    413,
    "The body is too large",
    "The body of a question has at most 16 KiB. Send only the parameters that `/docs` lists.",
)
UNSUPPORTED_MEDIA_TYPE: Final = ProblemType(
    "unsupported-media-type",
    415,
    "The body is of another type",
    "The body of a question is JSON: send it with `Content-Type: application/json`.",
)
TOO_MANY_REQUESTS: Final = ProblemType(
    "too-many-requests",
    429,
    "Too many questions from one address",
    "Each address has a number of questions for a minute. Try again after the seconds in "
    "`Retry-After`.",
)
RANGE_NOT_SATISFIABLE: Final = ProblemType(
    "range-not-satisfiable",
    416,
    "The file has no such part",
    "The range begins after the last byte; the header `Content-Range` gives the file's size.",
)

PROBLEM_TYPES: Final = {
    problem.slug: problem
    for problem in (
        INVALID_INPUT,
        NOT_FOUND,
        NO_CATCHMENT,
        WITHDRAWN,
        CONFLICT,
        NOT_ALLOWED,
        NOT_READY,
        UNAVAILABLE,
        INTERNAL,
        METHOD_NOT_ALLOWED,
        CONTENT_TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE,
        TOO_MANY_REQUESTS,
        RANGE_NOT_SATISFIABLE,
    )
}

ERROR_TABLE: Final[dict[type[LearnmapError], ProblemType]] = {
    InvalidInputError: INVALID_INPUT,
    NotFoundError: NOT_FOUND,
    WithdrawnError: WITHDRAWN,
    ConflictError: CONFLICT,
    NotAllowedError: NOT_ALLOWED,
    GateError: CONFLICT,
    NotReadyError: NOT_READY,
    StoreError: UNAVAILABLE,
    IntegrityError: INTERNAL,
    LearnmapError: INTERNAL,
}
"""By the nearest base of an error."""

_BY_STATUS: Final = {
    404: NOT_FOUND,
    405: METHOD_NOT_ALLOWED,
    413: CONTENT_TOO_LARGE,
    415: UNSUPPORTED_MEDIA_TYPE,
}


class NoCatchmentError(NotFoundError):
    """A learning point has no walking catchment."""


def problem(
    kind: ProblemType,
    detail: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """Make the answer that tells of a problem.

    Parameters
    ----------
    kind : ProblemType
    detail : str, optional
        What is wrong this time, and the remedy.
    headers : mapping, optional
    **more
        Further members.
    """
    content = {
        "type": kind.address,
        "title": kind.title,
        "status": kind.status,
        "detail": detail or kind.meaning,
        **more,
    }
    sent = {"Cache-Control": NEVER, **(headers or {})}
    if kind.status == HTTPStatus.SERVICE_UNAVAILABLE:
        sent["Retry-After"] = str(RETRY_AFTER_S)
    return Response(
        to_json(content), status_code=kind.status, headers=sent, media_type=PROBLEM_JSON
    )


def register_problems(app: FastAPI) -> None:
    """Answer every error of an app with problem details."""
    app.add_exception_handler(LearnmapError, _of_ours)
    app.add_exception_handler(NoCatchmentError, _no_catchment)
    app.add_exception_handler(RequestValidationError, _of_parameters)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RangeNotSatisfiableError, _of_range)


def problem_type(error: LearnmapError) -> ProblemType:
    """Look an error up in the table, by its nearest base."""
    return next(ERROR_TABLE[base] for base in type(error).__mro__ if base in ERROR_TABLE)


async def _of_ours(_request: Request, error: Exception) -> Response:
    if not isinstance(error, LearnmapError):
        raise TypeError(type(error))
    kind = problem_type(error)
    if kind in {UNAVAILABLE, INTERNAL}:
        # Their messages may quote a statement or a server's address.
        log.error("request failed", exception=told(error), problem=kind.slug)
        return problem(kind)
    return problem(kind, str(error))


async def _no_catchment(_request: Request, error: Exception) -> Response:
    return problem(NO_CATCHMENT, str(error))


async def _of_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise TypeError(type(error))
    kind = _BY_STATUS.get(error.status_code)
    if kind is None:
        title = HTTPStatus(error.status_code).phrase
        kind = ProblemType("", error.status_code, title, str(error.detail))
        content = {"type": "about:blank", "title": title, "status": error.status_code}
        return Response(
            to_json(content),
            status_code=error.status_code,
            headers={"Cache-Control": NEVER, **(error.headers or {})},
            media_type=PROBLEM_JSON,
        )
    headers = dict(error.headers or {})
    if "Allow" in headers:
        headers["Allow"] = ", ".join(_methods(request, headers["Allow"]))
    return problem(kind, headers=headers)


def _methods(request: Request, of_route: str) -> list[str]:
    """Return what the address takes: by its description, or else by the route that it met."""
    path = getattr(request.scope.get("route"), "path", "")
    described = request.app.openapi()["paths"].get(path, {})
    found = {method.upper() for method in described} or set(of_route.split(", "))
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


async def _of_range(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RangeNotSatisfiableError):
        raise TypeError(type(error))
    return problem(RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{error.size}"})


async def _of_parameters(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise TypeError(type(error))
    remedies = _remedies(request)
    errors = [_parameter_error(entry, remedies) for entry in error.errors()]
    detail = "; ".join(
        f"{entry['parameter']}: {entry['message']}; {entry['remedy']}" for entry in errors
    )
    return problem(INVALID_INPUT, detail, errors=errors)


def _remedies(request: Request) -> dict[str, str]:
    """Return what the API's own description says of each parameter of the address asked for."""
    path = getattr(request.scope.get("route"), "path", "")
    operation = request.app.openapi()["paths"].get(path, {}).get("get", {})
    remedies = {}
    for parameter in operation.get("parameters", []):
        (given,) = parameter["schema"].get("examples", [""])[:1]
        first = given[0] if isinstance(given, list) else given
        example = f" For example: {first}" if first else ""
        remedies[parameter["name"]] = f"{parameter.get('description', '')}{example}"
    return remedies


def _parameter_error(entry: Mapping[str, Any], remedies: Mapping[str, str]) -> dict[str, Any]:
    where, *names = (str(part) for part in entry["loc"])
    name = names[0] if names else where
    value = entry.get("input")
    absent = entry["type"] == "missing"
    message = "is missing" if absent else f"{_shown(value)}: {entry['msg']}"
    if entry["type"] == "extra_forbidden":
        message = "there is no such parameter"
    return {
        "in": where,
        "parameter": name,
        "value": None if absent else _shown(value),
        "message": message,
        "remedy": remedies.get(name, f"the parameters are {', '.join(remedies) or 'none'}"),
    }


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 100 else f"{text[:100]}…"

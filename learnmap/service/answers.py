"""Answers with a body: JSON of the moment, and files that never change."""

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from learnmap.service.content_cache import ContentCache
from learnmap.service.validators import has_tag, wanted_range
from learnmap.store import EditionFile

GEOJSON: Final = "application/geo+json"
PROBLEM_JSON: Final = "application/problem+json"
REVALIDATE: Final = "public, no-cache"
"""May be kept, but each use asks first whether it is still true."""
FOREVER: Final = "public, max-age=31536000, immutable"
NEVER: Final = "no-store"

_COMPRESSIBLE: Final = ("text/", "application/json", "application/geo+json", "image/svg+xml")
_LEAST_TO_COMPRESS: Final = 1024
_LEVEL: Final = 6
_LEVEL_ONCE: Final = 1
"""Of what is sent once, to somebody who waits."""


class GeoJson(JSONResponse):
    """An answer in GeoJSON, for OpenAPI to know."""

    media_type = GEOJSON


def to_json(content: Any) -> str:
    """Write JSON in the order of its members; GeoJSON readers look for ``type`` at the start."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def json_answer(
    request: Request,
    content: Any,
    *,
    media_type: str = "application/json",
    cache: str = REVALIDATE,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with JSON, or with 304 when the client has the same already.

    The entity tag is weak, since the answer may be compressed on its way.
    """
    body = to_json(content).encode()
    return written_answer(request, body, media_type=media_type, cache=cache, headers=headers)


def written_answer(
    request: Request,
    body: bytes,
    *,
    media_type: str,
    cache: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with what is written already, as `json_answer` does."""
    sent = {"Cache-Control": cache, **(headers or {})}
    if cache != NEVER:
        tag = hashlib.sha256(body).hexdigest()[:32]
        sent["ETag"] = f'W/"{tag}"'
        if has_tag(request.headers.get("if-none-match"), {tag}):
            return Response(status_code=304, headers=sent)
    return _maybe_compressed(request, body, media_type, sent)


def html_answer(
    request: Request, body: bytes, *, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a page, or with 304 when the client has the same already."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = {"Cache-Control": REVALIDATE, "ETag": f'W/"{tag}"', **(headers or {})}
    if has_tag(request.headers.get("if-none-match"), {tag}):
        return Response(status_code=304, headers=headers)
    return _maybe_compressed(request, body, "text/html; charset=utf-8", headers)


def _maybe_compressed(
    request: Request, body: bytes, media_type: str, headers: dict[str, str]
) -> Response:
    if len(body) >= _LEAST_TO_COMPRESS:
        headers["Vary"] = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
        if takes_gzip(request):
            headers["Content-Encoding"] = "gzip"
            level = _LEVEL_ONCE if headers["Cache-Control"] == NEVER else _LEVEL
            body = gzip.compress(body, level, mtime=0)
    return Response(body, headers=headers, media_type=media_type)


def file_answer(
    request: Request,
    file: EditionFile,
    read: Callable[[], bytes],
    *,
    cache: str,
    kept: ContentCache,
) -> Response:
    """Answer with a published file, a part of it, or 304.

    Its entity tag is its SHA-256; in compressed form the tag ends in ``-gzip``, for these are
    other bytes.

    Parameters
    ----------
    request : Request
    file : EditionFile
    read : callable
        Gives the content; called only when it is needed and not kept.
    cache : str
        ``Cache-Control``.
    kept : ContentCache
    """
    compressible = file.media_type.startswith(_COMPRESSIBLE) and file.bytes >= _LEAST_TO_COMPRESS
    compressed = compressible and takes_gzip(request) and "range" not in request.headers
    tag = f"{file.sha256}-gzip" if compressed else file.sha256
    headers = {"Cache-Control": cache, "ETag": f'"{tag}"', "Accept-Ranges": "bytes"}
    if compressible:
        headers["Vary"] = "Accept-Encoding"
    known = {file.sha256, f"{file.sha256}-gzip"}
    if has_tag(request.headers.get("if-none-match"), known):
        return Response(status_code=304, headers=headers)
    if compressed:
        body = kept.get(tag, lambda: gzip.compress(kept.get(file.sha256, read), _LEVEL, mtime=0))
        headers["Content-Encoding"] = "gzip"
        return Response(body, headers=headers, media_type=file.media_type)
    return _whole_or_part(request, file, kept.get(file.sha256, read), headers)


def _whole_or_part(
    request: Request, file: EditionFile, body: bytes, headers: dict[str, str]
) -> Response:
    part = wanted_range(
        request.headers.get("range"),
        request.headers.get("if-range"),
        tag=file.sha256,
        size=file.bytes,
    )
    if part is None:
        return Response(body, headers=headers, media_type=file.media_type)
    first, last = part
    if first > last:
        raise RangeNotSatisfiableError(file.bytes)
    headers["Content-Range"] = f"bytes {first}-{last}/{file.bytes}"
    return Response(
        body[first : last + 1], status_code=206, headers=headers, media_type=file.media_type
    )


class RangeNotSatisfiableError(Exception):
    """A part was asked for that the file does not have.

    Attributes
    ----------
    size : int
        Bytes of the file.
    """

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def takes_gzip(request: Request) -> bool:
    """Tell whether the client can read a body in gzip."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() in {"gzip", "*"} and weight.replace(" ", "") not in {"q=0", "q=0.0"}:
            return True
    return False

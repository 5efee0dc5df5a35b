"""Published editions under stable addresses."""

import re
from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.model.kinds import MAP_TITLES
from learnmap.render import render_index
from learnmap.service.answers import FOREVER, REVALIDATE, file_answer, html_answer, json_answer
from learnmap.service.context import Context, Here
from learnmap.service.description import problems
from learnmap.service.edition_addresses import edition_year, with_slash
from learnmap.service.models import EditionList
from learnmap.workflows.published import (
    PublishedEdition,
    RevisionsBeside,
    edition_links,
    find_published_file,
    published_editions,
    read_published_file,
    revisions_beside,
)

router = APIRouter(tags=["editions"])

PAGE: Final = "index.html"
_REVISION: Final = re.compile(r"r(?P<number>[1-9][0-9]{0,5})(?:/(?P<path>.*))?")


@router.get("/editions/", include_in_schema=False)
def show_editions(request: Request, here: Here) -> Response:
    """Show the published editions, as a page or as JSON, whichever the client prefers."""
    if _prefers_json(request.headers.get("accept", "")):
        answer = json_answer(request, _listed(published_editions(here.city)))
    else:
        answer = html_answer(request, render_index(edition_links(here.city)))
    answer.headers["Vary"] = "Accept, Accept-Encoding"
    return answer


@router.get(
    "/api/v1/editions",
    summary="Published editions",
    response_model=EditionList,
    responses=problems(503),
)
def list_editions(request: Request, here: Here) -> Response:
    """List the editions that were published, with their files and hashes.

    An edition that another revision superseded stays at the address of its revision; of one
    that was withdrawn only the reason is left.
    """
    return json_answer(request, _listed(published_editions(here.city)))


@router.get(
    "/editions/{year}/{map_name}/{path:path}",
    summary="A file of the published edition",
    response_class=Response,
    responses={
        200: {"description": "The page of the edition, or one of its files."},
        206: {"description": "The part of the file that `Range` asked for."},
        304: {"description": "The client has it already."},
        **problems(404, 410, 416, 503),
    },
)
def read_published(request: Request, here: Here, year: str, map_name: str, path: str) -> Response:
    """Send a file of the edition that is published now; without a path its page.

    Files are `index.html`, `edition.json`, `points.geojson`, `catchments.geojson`,
    `catchment-unions.geojson`, `routes.geojson`, `basemap.pmtiles`, `manifest.json`, and where
    points lie in areas `areas.geojson`. The entity tag is the file's SHA-256.
    `/editions/{year}/{map_name}/r{revision}/` leads to one revision, whose files never change.
    """
    number = edition_year(year, map_name)
    revision = _REVISION.fullmatch(path)
    if revision is None:
        return _file(request, here, number, map_name, path)
    if revision["path"] is None:
        return with_slash(request)
    return _file(
        request, here, number, map_name, revision["path"], revision=int(revision["number"])
    )


@router.get("/editions", include_in_schema=False)
async def lead_to_editions(request: Request) -> Response:
    """Add the slash that relative addresses need."""
    return with_slash(request)


@router.get("/editions/{year}/{map_name}", include_in_schema=False)
async def lead_to_edition(request: Request, year: str, map_name: str) -> Response:
    """Add the slash that relative addresses need."""
    edition_year(year, map_name)
    return with_slash(request)


def _file(
    request: Request,
    here: Context,
    year: int,
    map_name: str,
    path: str,
    *,
    revision: int | None = None,
) -> Response:
    row, file = find_published_file(here.city, map_name, year, path or PAGE, revision=revision)
    answer = file_answer(
        request,
        file,
        lambda: read_published_file(here.city, row, file),
        cache=REVALIDATE if revision is None else FOREVER,
        kept=here.files,
    )
    if revision is not None:
        beside = revisions_beside(here.city, map_name, year, revision)
        if links := ", ".join(_versions(beside, f"/editions/{year}/{map_name}/", path)):
            answer.headers["Link"] = links
    return answer


def _versions(beside: RevisionsBeside, edition: str, path: str) -> Iterator[str]:
    """Yield links to the same file of other revisions (RFC 5829).

    The latest version is the address without a revision: the answer may be kept for a year, and
    this link stays true when a later revision is published.
    """
    if beside.published:
        yield f'<{edition}{path}>; rel="latest-version"'
    if beside.before is not None:
        yield f'<{edition}r{beside.before}/{path}>; rel="predecessor-version"'
    if beside.after is not None:
        yield f'<{edition}r{beside.after}/{path}>; rel="successor-version"'


def _listed(editions: list[PublishedEdition]) -> dict[str, Any]:
    return {"editions": [_edition(edition) for edition in editions]}


def _edition(edition: PublishedEdition) -> dict[str, Any]:
    row = edition.row
    address = f"/editions/{row.year}/{row.map_name}/"
    return {
        "map": row.map_name,
        "titles": MAP_TITLES[row.map_name],
        "year": row.year,
        "revision": row.revision,
        "status": row.status,
        "reason": row.status_reason,
        "published_at": row.published_at and row.published_at.isoformat(),
        "approval_number": row.approval_number,
        "approval_exemption": row.approval_exemption,
        "manifest_sha256": row.manifest_sha256,
        "address": address if row.status == "published" else None,
        "revision_address": None if row.status == "withdrawn" else f"{address}r{row.revision}/",
        "files": [
            {
                "path": file.path,
                "media_type": file.media_type,
                "sha256": file.sha256,
                "bytes": file.bytes,
            }
            for file in edition.files
        ],
    }


def _prefers_json(accept: str) -> bool:
    """Tell whether JSON is asked for and HTML is not, by the order in which they stand."""
    places = {kind: accept.find(kind) for kind in ("application/json", "text/html")}
    return places["application/json"] >= 0 and places["text/html"] < 0

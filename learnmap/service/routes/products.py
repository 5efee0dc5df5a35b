"""What is made of published editions, below their addresses: tables, sheets to print, QR codes."""

import asyncio
from pathlib import PurePosixPath
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from learnmap.render import downloads, render_downloads
from learnmap.service.answers import REVALIDATE, file_answer, html_answer
from learnmap.service.context import Context, Here
from learnmap.service.description import problems
from learnmap.service.edition_addresses import edition_year, with_slash
from learnmap.store import EditionRow
from learnmap.workflows.product_shelf import Listing, no_product
from learnmap.workflows.published import find_published, read_published_facts

router = APIRouter(tags=["editions"])

_SHOWN: Final = frozenset({".json", ".pdf", ".svg"})
"""What browsers show; anything else they are told to save."""
_PATIENCE_S: Final = 1.0
"""The page of downloads waits so long for their sizes; whoever wants one waits for that one."""
_REVISION: Final = r"^[1-9][0-9]{0,5}$"


@router.get(
    "/editions/{year}/{map_name}/products/{path:path}",
    summary="A product of the published edition",
    response_class=Response,
    responses={
        200: {"description": "A page of what there is, or one of the products."},
        206: {"description": "The part of the product that `Range` asked for."},
        304: {"description": "The client has it already."},
        **problems(404, 410, 416, 503),
    },
)
async def read_product(
    request: Request, here: Here, year: str, map_name: str, path: str
) -> Response:
    """Send a product of the edition that is published now; without a path a page that lists them.

    Products are `map-sheet-a3.pdf`, `point-list-a4.pdf`, `points.csv`, `offerings.csv`,
    `routes.csv`, `edition.gpkg`, `points.parquet`, `catchments.parquet`, `routes.parquet`, QR
    codes, and `products.json` with the SHA-256 of each. They are made when they are first asked
    for. The entity tag is the product's SHA-256. Those of one revision are below
    `/editions/{year}/{map_name}/r{revision}/products/`.
    """
    return await _answer(request, here, edition_year(year, map_name), map_name, path)


@router.get("/editions/{year}/{map_name}/r{revision}/products/{path:path}", include_in_schema=False)
async def read_product_of_revision(
    request: Request,
    here: Here,
    year: str,
    map_name: str,
    revision: Annotated[str, Path(pattern=_REVISION)],
    path: str,
) -> Response:
    """Send a product of one revision."""
    return await _answer(
        request, here, edition_year(year, map_name), map_name, path, revision=int(revision)
    )


@router.get("/editions/{year}/{map_name}/products", include_in_schema=False)
@router.get("/editions/{year}/{map_name}/r{revision}/products", include_in_schema=False)
async def lead_to_products(request: Request, year: str, map_name: str) -> Response:
    """Add the slash that relative addresses need."""
    edition_year(year, map_name)
    return with_slash(request)


async def _answer(
    request: Request,
    here: Context,
    year: int,
    map_name: str,
    path: str,
    *,
    revision: int | None = None,
) -> Response:
    edition = await run_in_threadpool(find_published, here.city, map_name, year, revision=revision)
    # A client that goes away must not stop what others wait for.
    wanted = asyncio.shield(asyncio.wrap_future(here.products.wanted(edition)))
    if path:
        return await run_in_threadpool(
            _file, request, here, edition, await wanted, f"products/{path}"
        )
    done, _ = await asyncio.wait({wanted}, timeout=_PATIENCE_S)
    listing = wanted.result() if done else {}
    return await run_in_threadpool(_page, request, here, edition, listing)


def _file(
    request: Request, here: Context, edition: EditionRow, listing: Listing, path: str
) -> Response:
    if path not in listing:
        raise no_product(edition, path)
    # The frozen files of a revision never change. What is made of them changes with a mended
    # sheet, so it is asked for each time whether it still is the same.
    answer = file_answer(
        request,
        listing[path],
        lambda: here.products.read(edition, path),
        cache=REVALIDATE,
        kept=here.files,
    )
    kind = "inline" if PurePosixPath(path).suffix in _SHOWN else "attachment"
    answer.headers["Content-Disposition"] = f'{kind}; filename="{_saved_as(edition, path)}"'
    return answer


def _saved_as(edition: EditionRow, path: str) -> str:
    name = "-".join(PurePosixPath(path).parts[1:])
    return f"{edition.map_name}-{edition.year}-r{edition.revision}-{name}"


def _page(request: Request, here: Context, edition: EditionRow, listing: Listing) -> Response:
    facts, files = read_published_facts(here.city, edition)
    sizes = {file.path: file.bytes for file in (*files, *listing.values())}
    address = f"/editions/{edition.year}/{edition.map_name}/r{edition.revision}/"
    return html_answer(request, render_downloads(facts, downloads(sizes, address)))

"""The service's own pages: plain HTML that loads nothing from anywhere."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from learnmap.model.kinds import MAP_TITLES
from learnmap.model.languages import Names
from learnmap.render.content_policy import PLACE, with_content_policy
from learnmap.service.answers import REVALIDATE
from learnmap.service.validators import has_tag
from learnmap.workflows.published import PublishedEdition

_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("learnmap.service"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def html_answer(request: Request, html: str) -> Response:
    """Answer with a page, or with 304 when the client has the same already."""
    body = html.encode()
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = {"Cache-Control": REVALIDATE, "ETag": f'W/"{tag}"'}
    if has_tag(request.headers.get("if-none-match"), {tag}):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="text/html; charset=utf-8")


def editions_page(names: Names, editions: Sequence[PublishedEdition]) -> str:
    """Draw the list of editions of a city."""
    by_year: dict[int, list[PublishedEdition]] = {}
    for edition in editions:
        by_year.setdefault(edition.row.year, []).append(edition)
    return _page("editions.html.j2", names=names, by_year=by_year, titles=MAP_TITLES)


def problem_page(facts: Mapping[str, Any]) -> str:
    """Draw the page that a problem's ``type`` leads to."""
    return _page("problem.html.j2", problem=facts)


def api_page(document: Mapping[str, Any]) -> str:
    """Draw an OpenAPI document as a page."""
    return _page("api.html.j2", document=document, operations=list(_operations(document)))


def _operations(document: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    return [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _page(template: str, **facts: Any) -> str:
    return with_content_policy(_ENVIRONMENT.get_template(template).render(place=PLACE, **facts))

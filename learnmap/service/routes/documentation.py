"""Pages for those who use the API: the endpoints, and what each problem means."""

from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.model.errors import NotFoundError
from learnmap.service.answers import html_answer, json_answer
from learnmap.service.pages import api_page, problem_page
from learnmap.service.problems import PROBLEM_TYPES

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
def describe_api(request: Request) -> Response:
    """Describe the API to programs."""
    return json_answer(request, request.app.openapi())


@router.get("/docs")
def show_api(request: Request) -> Response:
    """Show the API as a page that loads nothing from anywhere."""
    return html_answer(request, api_page(request.app.openapi()))


@router.get("/problems/{slug}")
def show_problem(request: Request, slug: str) -> Response:
    """Show what a problem's ``type`` means."""
    if slug not in PROBLEM_TYPES:
        known = ", ".join(PROBLEM_TYPES)
        raise NotFoundError(f"there is no problem of that name; the names are {known}")
    return html_answer(request, problem_page(asdict(PROBLEM_TYPES[slug])))

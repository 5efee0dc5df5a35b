"""The words of the city: kinds of learning point, what they are filtered by, walk profiles."""

from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.model.languages import LANGUAGES, name_in
from learnmap.service.answers import json_answer
from learnmap.service.context import Here
from learnmap.service.description import problems
from learnmap.service.models import FilterWords, KindList, ProfileList
from learnmap.workflows.reading import read_vocabulary

router = APIRouter(prefix="/api/v1", tags=["vocabulary"])


@router.get(
    "/kinds",
    summary="Kinds of learning point",
    response_model=KindList,
    responses=problems(503),
)
def list_kinds(request: Request, here: Here) -> Response:
    """List the kinds with their labels, their colour, and the maps that show them."""
    kinds, _ = read_vocabulary(here.city)
    return json_answer(request, {"kinds": [asdict(kind) for kind in kinds]})


@router.get(
    "/filters",
    summary="Words to filter learning points by",
    response_model=FilterWords,
    responses=problems(503),
)
def list_filters(request: Request, here: Here) -> Response:
    """List the designations, categories, modes and languages that `nearby` takes in this city."""
    known = here.nearby.filter_words()
    content = {
        "designations": known.designations,
        "categories": [
            {
                "code": category.code,
                **{code: name_in(category.names, code) or None for code in LANGUAGES},
            }
            for category in known.categories
        ],
        "modes": known.modes,
        "languages": known.languages,
    }
    return json_answer(request, content)


@router.get(
    "/profiles",
    summary="Walk profiles",
    response_model=ProfileList,
    responses=problems(503),
)
def list_profiles(request: Request, here: Here) -> Response:
    """List who walks, how fast, and what steps cost; a `steps_factor` of null: no steps."""
    _, profiles = read_vocabulary(here.city)
    return json_answer(request, {"profiles": [asdict(profile) for profile in profiles]})

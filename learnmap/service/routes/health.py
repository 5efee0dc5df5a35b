"""Whether the process lives, and whether it can answer everything."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.service.answers import NEVER, json_answer
from learnmap.service.context import Here
from learnmap.service.description import problems
from learnmap.service.models import Health

router = APIRouter(tags=["health"])


@router.get(
    "/healthz",
    summary="Whether the process lives",
    response_model=Health,
)
async def healthz(request: Request) -> Response:
    """Answer without asking anything of anyone."""
    return json_answer(request, {"status": "alive"}, cache=NEVER)


@router.get(
    "/readyz",
    summary="Whether the service can answer everything",
    response_model=Health,
    responses=problems(503),
)
def readyz(request: Request, here: Here) -> Response:
    """Ask the database for an answer and see that the walk graph is in memory.

    After the database has been away it is ready again as soon as the database is.
    """
    here.nearby.refresh()
    return json_answer(request, {"status": "ready"}, cache=NEVER)

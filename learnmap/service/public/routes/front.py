"""The page of what is near."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from learnmap.service.context import Here
from learnmap.service.public.front_page import front_page
from learnmap.service.public.reader import Reading

router = APIRouter(include_in_schema=False)


@router.get("/")
def show_front(request: Request, here: Here, reader: Reading) -> Response:
    """Show where one can ask what is near."""
    return front_page(request, here, reader)

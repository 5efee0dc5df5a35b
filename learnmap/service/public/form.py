"""Forms of the pages for everybody: small, and in the body, where no log has them."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from learnmap.service.bodies import whole_body


async def _posted(request: Request) -> dict[str, str]:
    body = await whole_body(request)
    return dict(parse_qsl(body.decode("utf-8", "replace"), errors="replace", max_num_fields=50))


Form = Annotated[dict[str, str], Depends(_posted)]
"""The fields of a posted form, the last of each name."""

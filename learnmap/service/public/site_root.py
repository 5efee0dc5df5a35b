"""Where these pages are on the web, for what has to name a page by its whole address."""

import re
from typing import Final

from fastapi import Request

from learnmap.service.context import Context

_EDITIONS: Final = "/editions"
_HOST: Final = re.compile(
    r"[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?"
)


def site_root(request: Request) -> str:
    """Return the address of the site without a slash at its end.

    Where editions are published below this very service, that address says it. Else it is what the
    client asked: the host is then a word of the client's, so only a name or a number passes.

    Parameters
    ----------
    request : Request
    """
    context: Context = request.app.state.context
    published = (context.public_url or "").rstrip("/")
    if published.endswith(_EDITIONS):
        return published.removesuffix(_EDITIONS)
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else ""

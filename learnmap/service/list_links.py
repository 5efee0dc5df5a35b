"""Links from a page of a list to itself and the next one."""

from urllib.parse import urlencode

from fastapi import Request


def list_links(
    request: Request, next_after: str | None, media_type: str
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the links of a page, and the header that says the same of the next one.

    Parameters
    ----------
    request : Request
    next_after : str or None
        The id that the next page begins after; None on the last page.
    media_type : str
    """
    links = [{"rel": "self", "href": _address(request, None), "type": media_type}]
    if next_after is None:
        return links, {}
    following = _address(request, next_after)
    links.append({"rel": "next", "href": following, "type": media_type})
    return links, {"Link": f'<{following}>; rel="next"'}


def _address(request: Request, after: str | None) -> str:
    """Return the address of this page or the next, on whatever host the client sees."""
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if after is None or name != "after"
    ]
    query = urlencode(kept if after is None else [*kept, ("after", after)])
    path: str = request.scope["path"]
    return f"{path}?{query}" if query else path

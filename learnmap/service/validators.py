"""Entity tags and byte ranges: what a client has already, and which part it wants (RFC 9110)."""

import re
from typing import Final

_TAG: Final = re.compile(r'(?:W/)?"([^"]*)"')
_RANGE: Final = re.compile(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*")


def has_tag(header: str | None, tags: set[str]) -> bool:
    """Tell whether an ``If-None-Match`` names one of some opaque tags, by weak comparison."""
    if header is None:
        return False
    return header.strip() == "*" or bool(tags & set(_TAG.findall(header)))


def wanted_range(
    header: str | None, if_range: str | None, *, tag: str, size: int
) -> tuple[int, int] | None:
    """Return first and last byte that a request wants of a content.

    Parameters
    ----------
    header, if_range : str or None
        The request's ``Range`` and ``If-Range``.
    tag : str
        Strong entity tag of the content, without quotes.
    size : int
        Bytes of the whole content.

    Returns
    -------
    tuple of int or None
        None: the whole content. Several ranges at once, and what cannot be read as one, are
        answered with the whole, as RFC 9110 section 14.2 allows. An empty range (the last
        before the first) cannot be satisfied.
    """
    found = _RANGE.fullmatch(header or "")
    if found is None or (if_range is not None and if_range.strip() != f'"{tag}"'):
        return None
    first, last = found.groups()
    if first == "":
        if last == "":
            return None
        return max(0, size - int(last)), size - 1
    if last != "" and int(last) < int(first):
        return None
    end = size - 1 if last == "" else min(int(last), size - 1)
    return int(first), end
